"""However often somebody looks, pages that do not differ are told apart in at most alpha of the tests."""

from itertools import product
from math import comb, exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.promotion.pages.sequential import ALPHA, Day, judge, log_factor, rate_of, wealths

days = st.builds(
    lambda a, b, x, y: Day(a, min(x, a), b, min(y, b)),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 60),
)


def binomial(n: int, k: int, rate: float) -> float:
    return comb(n, k) * rate**k * (1 - rate) ** (n - k)


@given(seen=days, rate=st.floats(0, 1), visitors_a=st.integers(0, 9), visitors_b=st.integers(0, 9))
def test_the_factor_of_a_day_is_an_e_variable(
    seen: Day, rate: float, visitors_a: int, visitors_b: int
) -> None:
    expected = sum(
        binomial(visitors_a, sent_a, rate)
        * binomial(visitors_b, sent_b, rate)
        * exp(log_factor(Day(visitors_a, sent_a, visitors_b, sent_b), seen))
        for sent_a, sent_b in product(range(visitors_a + 1), range(visitors_b + 1))
    )
    assert expected <= 1 + 1e-9


def simulated(rng: np.random.Generator, rate_a: float, rate_b: float, *, length: int) -> list[Day]:
    found = []
    for _day in range(length):
        visitors = rng.poisson(80)
        visitors_b = rng.binomial(visitors, 0.5)
        visitors_a = visitors - visitors_b
        found.append(
            Day(visitors_a, rng.binomial(visitors_a, rate_a), visitors_b, rng.binomial(visitors_b, rate_b))
        )
    return found


def test_peeking_every_day_errs_in_at_most_alpha_of_the_tests() -> None:
    rng = np.random.default_rng(20261122)
    wrong = sum(judge(simulated(rng, 0.05, 0.05, length=60)).differ for _test in range(600))
    # 600 tests: with a true error of alpha, more than 45 would come up in fewer than 1 in 1,000 runs.
    assert wrong <= 45
    assert wrong / 600 <= ALPHA + 0.025


def test_pages_that_differ_are_told_apart() -> None:
    rng = np.random.default_rng(7)
    found = sum(judge(simulated(rng, 0.05, 0.10, length=60)).differ for _test in range(40))
    assert found >= 36


@given(st.lists(days, max_size=20))
def test_a_decision_stays_and_the_intervals_hold_the_share(some: list[Day]) -> None:
    verdict = judge(some)
    assert 0 < verdict.p <= 1
    assert verdict.differ == (verdict.p <= ALPHA + 1e-12)
    assert judge([*some, Day(0, 0, 0, 0)]).p == pytest.approx(verdict.p)
    for rate in (verdict.old, verdict.new):
        assert 0 <= rate.low <= rate.high <= 1
        if rate.share is not None:
            assert rate.low - 1e-9 <= rate.share <= rate.high + 1e-9


def test_a_confidence_sequence_holds_the_truth_at_every_moment() -> None:
    rng = np.random.default_rng(3)
    missed = 0
    for _test in range(300):
        sent = np.cumsum(rng.random(400) < 0.2)
        moments = (10, 25, 50, 100, 200, 400)
        inside = [
            rate_of(n, int(sent[n - 1])).low <= 0.2 <= rate_of(n, int(sent[n - 1])).high for n in moments
        ]
        missed += not all(inside)
    assert missed <= 300 * (ALPHA + 0.03)


def test_nothing_seen_says_nothing() -> None:
    verdict = judge([])
    assert (verdict.p, verdict.differ, verdict.old.share, verdict.old.high) == (1.0, False, None, 1.0)
    assert list(wealths([Day(10, 0, 0, 0)])) == [pytest.approx(1.0)]
