import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from colonnade.pillars.listening.questions.errors import error_rates
from colonnade.pillars.listening.questions.quantification import CLASSES, Evidence, Shares, estimate_shares
from colonnade.pillars.listening.understanding.cells import CELLS

Floats = NDArray[np.float64]

KNOWN, _ACCURATE = error_rates()
RATES = KNOWN.weights() / KNOWN.weights().sum(axis=1, keepdims=True)
TRUE = np.array([0.45, 0.35, 0.2])


def _values(shares: Shares) -> list[float]:
    return [shares.of(name).value for name in CLASSES]


def _width(shares: Shares) -> float:
    return shares.negative.high - shares.negative.low


@pytest.mark.parametrize("true", [(0.6, 0.3, 0.1), (0.1, 0.8, 0.1), (0.34, 0.33, 0.33), (0.05, 0.15, 0.8)])
def test_the_expected_cells_give_the_true_shares_back(true: tuple[float, float, float]) -> None:
    (shares,) = estimate_shares(np.array([10_000 * np.array(true) @ RATES]), [KNOWN])
    assert _values(shares) == pytest.approx(true, abs=0.005)


def test_counting_is_off_where_the_estimate_is_not() -> None:
    true = np.array([0.6, 0.3, 0.1])
    cells = 10_000 * true @ RATES
    believed = float((KNOWN.chances * cells).sum(axis=1)[0] / 10_000)  # taking the chances at their word
    assert abs(believed - 0.6) > 0.05
    assert abs(estimate_shares(np.array([cells]), [KNOWN])[0].negative.value - 0.6) < 0.005


def _trial(random: np.random.Generator, known: Evidence) -> Shares:
    posts = (1000 * TRUE).astype(np.int64)
    cells = sum(random.multinomial(size, row) for size, row in zip(posts, RATES, strict=True))
    return estimate_shares(np.array([cells]), [known], draws=100)[0]


def test_a_share_of_a_thousand_posts_is_within_two_points_on_average() -> None:
    random = np.random.default_rng(7)
    errors = [abs(_trial(random, KNOWN).negative.value - TRUE[0]) for _trial_number in range(60)]
    assert np.mean(errors) <= 0.02


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    # The error rates themselves are measured anew in each trial, on as many posts of each class as are known.
    random, held, trials = np.random.default_rng(7), 0, 80
    for _trial_number in range(trials):
        posts = [
            random.multinomial(int(known), row)
            for known, row in zip(KNOWN.posts.sum(axis=1), RATES, strict=True)
        ]
        known = Evidence(
            model="test 1",
            languages=frozenset(),
            posts=np.array(posts, dtype=np.float64),
            chances=KNOWN.chances,
        )
        shares = _trial(random, known)
        held += shares.negative.low <= TRUE[0] <= shares.negative.high
    assert held / trials >= 0.88


cells_of_posts = st.lists(st.integers(0, 50), min_size=CELLS, max_size=CELLS).filter(any)


@settings(max_examples=20, deadline=None)
@given(st.lists(cells_of_posts, min_size=1, max_size=3))
def test_shares_sum_to_one_and_lie_in_their_intervals(groups: list[list[int]]) -> None:
    for shares in estimate_shares(groups, [KNOWN], draws=20):
        parts = [shares.of(name) for name in CLASSES]
        assert sum(part.value for part in parts) == pytest.approx(1)
        assert all(-1e-12 <= part.low <= part.value <= part.high <= 1 + 1e-12 for part in parts)


def test_fewer_posts_give_wider_intervals() -> None:
    few, many = estimate_shares(np.array([40 * TRUE @ RATES, 4000 * TRUE @ RATES]), [KNOWN])
    assert _width(few) > 2 * _width(many)


def test_posts_by_few_people_count_as_fewer_posts() -> None:
    crowded, plain = estimate_shares(np.array([1000 * TRUE @ RATES] * 2), [KNOWN], effects=[20.0, 1.0])
    assert crowded.negative.value == plain.negative.value
    assert _width(crowded) > 1.5 * _width(plain)


def test_posts_unlike_the_known_ones_have_wider_intervals() -> None:
    alike = 1000 * TRUE @ RATES
    (plain,) = estimate_shares(np.array([alike]), [KNOWN])
    strange = 1000 * np.eye(CELLS)[int(np.argmax(alike))]  # as no mixture of known posts would be
    (doubtful,) = estimate_shares(np.array([0.5 * alike + 0.5 * strange]), [KNOWN])
    assert _width(doubtful) > 1.3 * _width(plain)


def test_two_classifiers_together_tell_of_all_posts() -> None:
    # The second one knows nothing: each class gives it the same cells.
    blind = Evidence(
        model="blind",
        languages=frozenset(),
        posts=np.tile(KNOWN.posts.sum(axis=0), (3, 1)),
        chances=np.full((3, CELLS), 1 / 3),
    )
    seen = 1000 * TRUE @ RATES
    unseen = 500 * KNOWN.posts.sum(axis=0) / KNOWN.posts.sum()
    (both,) = estimate_shares(np.array([np.concatenate([seen, unseen])]), [KNOWN, blind])
    assert _values(both) == pytest.approx(TRUE, abs=0.005)


def test_the_same_posts_give_the_same_answer() -> None:
    cells = 90 * TRUE @ RATES
    assert estimate_shares(np.array([cells]), [KNOWN]) == estimate_shares(np.array([cells]), [KNOWN])


def test_an_empty_group_and_an_unmeasured_class_are_refused() -> None:
    with pytest.raises(ValueError, match="without posts"):
        estimate_shares(np.zeros((1, CELLS)), [KNOWN])
    nothing: Floats = np.zeros((3, CELLS))
    with pytest.raises(ValueError, match="known posts of each class"):
        Evidence(model="x", languages=frozenset(), posts=nothing, chances=nothing)
