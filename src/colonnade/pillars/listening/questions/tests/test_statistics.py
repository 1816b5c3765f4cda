import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.questions.statistics import (
    FALSE_DISCOVERIES,
    _discoveries,
    contrast,
    design_effect,
    gini,
    mean_interval,
    percentile_ranks,
    top_share,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Figures of the score interval as tabulated by Newcombe (1998), table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(successes: int, n: int, low: float, high: float) -> None:
    found = wilson(successes, n)
    assert found.value == successes / n
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000), st.floats(0, 1), st.floats(1, 50))
def test_wilson_holds_its_share_and_widens_with_the_design_effect(n: int, part: float, effect: float) -> None:
    plain, widened = wilson(part * n, n), wilson(part * n, n, design_effect=effect)
    assert 0 <= plain.low <= plain.value + 1e-12
    assert plain.value - 1e-12 <= plain.high <= 1
    assert widened.high - widened.low >= plain.high - plain.low - 1e-9


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (-1, 3), (4, 3)])
def test_wilson_refuses_what_is_no_share(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(successes, n)


def _effect(clusters: list[tuple[int, int]]) -> float:
    hits = np.array([float(hit) for hit, _miss in clusters])
    sizes = np.array([float(hit + miss) for hit, miss in clusters])
    return float(
        design_effect(
            total=sizes.sum(),
            hits=np.array([hits.sum()]),
            hits2=np.array([(hits**2).sum()]),
            hits_sizes=np.array([(hits * sizes).sum()]),
            sizes2=float((sizes**2).sum()),
            clusters=len(clusters),
        )[0]
    )


def test_authors_who_always_say_the_same_count_once() -> None:
    # 20 authors for us and 20 against, five posts each: worth 40 posts, not 200.
    assert _effect([(5, 0)] * 20 + [(0, 5)] * 20) == pytest.approx(5 * 40 / 39)


def test_single_posts_have_no_design_effect() -> None:
    assert _effect([(1, 0)] * 30 + [(0, 1)] * 70) == pytest.approx(100 / 99)


def test_a_contrast_has_the_hand_computed_odds() -> None:
    # Prior: 200 posts at the pooled share 40/200: 40 with, 160 without.
    found = contrast(ours=[30], theirs=[10], our_posts=100, their_posts=100)
    expected = np.log(70 / 230) - np.log(50 / 250)
    assert found.odds[0] == pytest.approx(expected)
    assert found.z[0] == pytest.approx(expected / np.sqrt(1 / 70 + 1 / 230 + 1 / 50 + 1 / 250))


counts = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=30)


@given(counts, st.randoms(use_true_random=False))
def test_a_contrast_does_not_depend_on_the_order(pairs: list[tuple[int, int]], random: object) -> None:
    shuffled = sorted(range(len(pairs)), key=lambda place: hash((str(random), place)))
    straight = contrast(
        ours=[a for a, _b in pairs], theirs=[b for _a, b in pairs], our_posts=500, their_posts=700
    )
    mixed = contrast(
        ours=[pairs[place][0] for place in shuffled],
        theirs=[pairs[place][1] for place in shuffled],
        our_posts=500,
        their_posts=700,
    )
    np.testing.assert_allclose(straight.z[shuffled], mixed.z)
    assert (straight.certain[shuffled] == mixed.certain).all()


@given(counts)
def test_a_contrast_turned_round_changes_its_sign_only(pairs: list[tuple[int, int]]) -> None:
    ours, theirs = [a for a, _b in pairs], [b for _a, b in pairs]
    there = contrast(ours=ours, theirs=theirs, our_posts=500, their_posts=700)
    back = contrast(ours=theirs, theirs=ours, our_posts=700, their_posts=500)
    np.testing.assert_allclose(there.z, -back.z, atol=1e-9)


def test_a_rare_word_does_not_beat_a_frequent_one() -> None:
    found = contrast(ours=[2, 200], theirs=[0, 50], our_posts=1000, their_posts=1000)
    assert found.z[1] > found.z[0]
    assert found.certain.tolist() == [False, True]


def test_nothing_against_nothing_is_no_contrast() -> None:
    assert not contrast(ours=[3], theirs=[0], our_posts=10, their_posts=0).certain.any()
    assert len(contrast(ours=[], theirs=[], our_posts=10, their_posts=10).z) == 0


def test_gini_and_top_share() -> None:
    even = {"figures": np.array([3.0]), "people": np.array([10.0])}
    assert gini(**even) == pytest.approx(0)
    assert top_share(**even, fraction=0.1) == pytest.approx(0.1)
    # 99 people with one post, one with 101: the top hundredth wrote 101 of 200.
    uneven = {"figures": np.array([101.0, 1.0]), "people": np.array([1.0, 99.0])}
    assert top_share(**uneven, fraction=0.01) == pytest.approx(101 / 200)
    each = np.array([1.0] * 99 + [101.0])
    pairs = np.abs(each[:, None] - each[None, :]).sum() / (2 * len(each) ** 2 * each.mean())
    assert gini(**uneven) == pytest.approx(pairs)


def test_a_mean_has_the_interval_of_its_variance() -> None:
    figures = np.array([1.0, 2.0, 3.0, 4.0])
    found = mean_interval(total=float(figures.sum()), squares=float((figures**2).sum()), n=4)
    assert found.value == 2.5
    assert found.high - found.value == pytest.approx(1.959964 * figures.std(ddof=1) / 2)


def test_ranks_put_ties_in_their_middle() -> None:
    assert percentile_ranks(np.array([5.0, 1.0, 5.0, 9.0])).tolist() == [50.0, 12.5, 50.0, 87.5]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_discoveries_are_those_of_the_step_up_procedure(chances: list[float]) -> None:
    # Benjamini and Hochberg (1995): the largest k with p(k) <= k q / m, and all up to it.
    ordered = sorted(chances)
    passing = [k for k, chance in enumerate(ordered, 1) if chance <= FALSE_DISCOVERIES * k / len(ordered)]
    stands = _discoveries(np.array(chances))
    assert sorted(np.array(chances)[stands]) == ordered[: max(passing, default=0)]
