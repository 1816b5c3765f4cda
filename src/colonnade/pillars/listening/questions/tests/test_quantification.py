import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.pillars.listening.questions.quantification import CLASSES, ErrorRates, Shares, estimate_shares

RATES = ErrorRates(
    model="test 1",
    counts=np.array([[420.0, 90.0, 20.0, 70.0], [110.0, 640.0, 120.0, 130.0], [15.0, 90.0, 430.0, 65.0]]),
    languages=frozenset({"en"}),
)
TRUE = np.array([0.45, 0.35, 0.2])
CHANCES = RATES.counts / RATES.counts.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("true", [(0.6, 0.3, 0.1), (0.1, 0.8, 0.1), (0.34, 0.33, 0.33), (0.05, 0.15, 0.8)])
def test_the_expected_labels_give_the_true_shares_back(true: tuple[float, float, float]) -> None:
    labels = 10_000 * np.array(true) @ CHANCES
    shares = estimate_shares([labels.tolist()], RATES)[0]
    # Half a pseudo-count in the matrix moves a share by less than half a point.
    assert [shares.of(name).value for name in CLASSES] == pytest.approx(true, abs=0.005)


def test_counting_labels_is_off_where_the_estimate_is_not() -> None:
    true = np.array([0.6, 0.3, 0.1])
    labels = 10_000 * true @ CHANCES
    counted = labels[0] / labels[:3].sum()
    assert abs(counted - 0.6) > 0.05
    assert abs(estimate_shares([labels.tolist()], RATES)[0].negative.value - 0.6) < 0.005


def _trial(random: np.random.Generator, rates: ErrorRates) -> Shares:
    labels = random.multinomial(1000, TRUE @ CHANCES)
    return estimate_shares([labels.tolist()], rates, draws=200)[0]


def test_a_share_of_a_thousand_posts_is_within_two_points_on_average() -> None:
    random = np.random.default_rng(7)
    errors = [abs(_trial(random, RATES).negative.value - TRUE[0]) for _trial_number in range(100)]
    assert np.mean(errors) <= 0.02


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    # The error rates themselves are measured anew in each trial, on 600 to 1,000 posts of each class.
    random, held, trials = np.random.default_rng(7), 0, 150
    for _trial_number in range(trials):
        known = [random.multinomial(int(row.sum()), row / row.sum()) for row in RATES.counts]
        rates = ErrorRates(model="test 1", counts=np.array(known, dtype=np.float64), languages=frozenset())
        shares = _trial(random, rates)
        held += shares.negative.low <= TRUE[0] <= shares.negative.high
    assert 0.9 <= held / trials <= 0.99


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 500), min_size=4, max_size=4).filter(any), min_size=1, max_size=4))
def test_shares_sum_to_one_and_lie_in_their_intervals(groups: list[list[int]]) -> None:
    for shares in estimate_shares(groups, RATES, draws=20):
        parts = [shares.of(name) for name in CLASSES]
        assert sum(part.value for part in parts) == pytest.approx(1)
        assert all(0 <= part.low <= part.value <= part.high <= 1 + 1e-12 for part in parts)


def test_fewer_posts_give_wider_intervals() -> None:
    few, many = estimate_shares([[10, 10, 10, 5], [1000, 1000, 1000, 500]], RATES)
    assert few.negative.high - few.negative.low > 2 * (many.negative.high - many.negative.low)


def test_the_same_posts_give_the_same_answer() -> None:
    assert estimate_shares([[5, 6, 7, 8]], RATES) == estimate_shares([[5, 6, 7, 8]], RATES)


def test_an_empty_group_and_an_unmeasured_class_are_refused() -> None:
    with pytest.raises(ValueError, match="without posts"):
        estimate_shares([[0, 0, 0, 0]], RATES)
    with pytest.raises(ValueError, match="known posts of each class"):
        ErrorRates(model="x", counts=np.zeros((3, 4)), languages=frozenset())
