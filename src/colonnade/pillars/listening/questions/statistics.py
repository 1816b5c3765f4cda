"""Intervals and comparisons that hold for counts, small ones too."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
ENOUGH_POSTS = 30
"""Fewer posts than this carry no share: the interval would span a third of the scale or more."""
ENOUGH_AUTHORS = 6
"""A word or person noticed by fewer people than this is an anecdote."""
PRIOR_WEIGHT = 200.0
"""How many posts the prior of a comparison of terms is worth."""
FALSE_DISCOVERIES = 0.05

_NEXT_TO_NOTHING = 1e-9  # of a post; keeps a term that every post holds from dividing by zero
CHANCE = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
"""Standard errors on each side of an interval."""


@dataclass(frozen=True)
class Interval:
    """An estimate with the bounds of its 95 % interval, all in the unit of ``value``."""

    value: float
    low: float
    high: float

    def as_json(self) -> dict[str, float]:
        """Return the three figures, rounded to six digits."""
        return {"value": round(self.value, 6), "low": round(self.low, 6), "high": round(self.high, 6)}


def wilson(successes: float, n: float, *, design_effect: float = 1.0) -> Interval:
    """Return a share with its Wilson score interval (Wilson 1927).

    Args:
        successes: how many of the ``n`` observations count; 0 <= successes <= n.
        n: observations, above 0.
        design_effect: how many times larger the variance is than that of independent observations; the
            interval uses ``n / design_effect`` (Kish 1965). Posts by one author are not independent.

    Raises:
        ValueError: when ``n`` is not above 0 or ``successes`` lies outside 0..n.
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"no share of {successes} in {n}")
    share, effective = float(successes) / n, n / max(design_effect, 1.0)
    spread = CHANCE**2 / effective
    centre = (share + spread / 2) / (1 + spread)
    half = CHANCE * sqrt(share * (1 - share) / effective + spread / (4 * effective)) / (1 + spread)
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))


def design_effect(
    *, total: float, hits: Floats, hits2: Floats, hits_sizes: Floats, sizes2: float, clusters: int
) -> Floats:
    """Return by how much clustering inflates the variance of each category's share.

    The linearised variance of a ratio under cluster sampling (Cochran 1977, ch. 6) over the binomial one.
    With ``x`` a cluster's hits in a category and ``m`` its size, all sums over clusters:

    Args:
        total: ``sum m``, above 0.
        hits: ``sum x`` for each of k categories, shape (k,).
        hits2: ``sum x * x``, shape (k,).
        hits_sizes: ``sum x * m``, shape (k,).
        sizes2: ``sum m * m``.
        clusters: how many there are.

    Returns:
        One factor per category, shape (k,), never below 1.
    """
    share = hits / total
    binomial = total * share * (1 - share)
    squares = hits2 - 2 * share * hits_sizes + share**2 * sizes2
    effect = np.ones_like(share)
    np.divide(squares * clusters / max(clusters - 1, 1), binomial, out=effect, where=binomial > 0)
    return np.maximum(effect, 1.0)


def mean_interval(*, total: float, squares: float, n: int) -> Interval:
    """Return a mean with its normal interval, from the sum and the sum of squares of ``n`` >= 2 figures."""
    mean = total / n
    variance = max(squares - n * mean**2, 0.0) / (n - 1)
    half = CHANCE * sqrt(variance / n)
    return Interval(mean, max(0.0, mean - half), mean + half)


@dataclass(frozen=True)
class Contrast:
    """How much more often each term is used in one set of posts than in another.

    Attributes:
        odds: log-odds ratio, above 0 where the first set uses the term more; shape (terms,).
        z: the ratio in standard errors.
        certain: terms whose difference stands at a false discovery rate of 5 % (Benjamini-Hochberg 1995).
    """

    odds: Floats
    z: Floats
    certain: NDArray[np.bool_]


def contrast(
    *, ours: Sequence[float] | Floats, theirs: Sequence[float] | Floats, our_posts: int, their_posts: int
) -> Contrast:
    """Compare in how many posts terms occur by log-odds ratio with an informative Dirichlet prior.

    Monroe, Colaresi and Quinn (2008), equations 15 to 22, for presence in a post (a Dirichlet of two
    categories per term). The prior is the term's pooled share, worth ``PRIOR_WEIGHT`` posts, which pulls
    rare terms to "no difference" instead of letting them top the list.

    Args:
        ours, theirs: posts of each set that hold the term, shape (terms,).
        our_posts, their_posts: sizes of the two sets; no term may occur in more.
    """
    first, second = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    if not len(first) or not our_posts or not their_posts:
        nothing = np.zeros_like(first)
        return Contrast(nothing, nothing, nothing.astype(bool))
    pooled = (first + second) / (our_posts + their_posts)
    prior, absent = PRIOR_WEIGHT * pooled, PRIOR_WEIGHT * (1 - pooled)
    cells = [first + prior, our_posts - first + absent, second + prior, their_posts - second + absent]
    cells = [np.maximum(cell, _NEXT_TO_NOTHING) for cell in cells]
    odds = np.log(cells[0] / cells[1]) - np.log(cells[2] / cells[3])
    z = odds / np.sqrt(sum(1 / cell for cell in cells))
    chance = np.array([erfc(abs(score) / sqrt(2)) for score in z])  # two-sided, of so large a z by accident
    return Contrast(odds, z, _discoveries(chance))


def _discoveries(chance: Floats) -> NDArray[np.bool_]:
    """Return which of many p-values stand at the rate ``FALSE_DISCOVERIES``."""
    order = np.argsort(chance, kind="stable")
    allowed = FALSE_DISCOVERIES * np.arange(1, len(chance) + 1) / len(chance)
    passing = np.flatnonzero(chance[order] <= allowed)
    stands = np.zeros(len(chance), dtype=np.bool_)
    stands[order[: passing[-1] + 1 if len(passing) else 0]] = True
    return stands


def percentile_ranks(figures: Floats) -> Floats:
    """Return each figure's percentile rank, 0 to 100, ties at their mean; shape as given."""
    below = (figures[:, None] > figures[None, :]).sum(axis=1)
    equal = (figures[:, None] == figures[None, :]).sum(axis=1)
    return np.asarray(100 * (below + equal / 2) / len(figures), dtype=np.float64)


def gini(*, figures: Floats, people: Floats) -> float:
    """Return how unevenly ``figures`` are spread: 0 when all have alike, near 1 when one has all.

    Args:
        figures: distinct figures, such as posts per author, shape (k,).
        people: how many have each figure, shape (k,).
    """
    order = np.argsort(figures)
    held, weight = (figures * people)[order], people[order]
    if not held.sum():
        return 0.0
    after = np.cumsum(held) / held.sum()
    before = after - held / held.sum()
    return float(1 - ((before + after) * weight).sum() / weight.sum())


def top_share(*, figures: Floats, people: Floats, fraction: float) -> float:
    """Return the share of the total held by the ``fraction`` of people who hold most, one person at least."""
    order = np.argsort(-figures)
    wanted = max(1.0, round(float(people.sum()) * fraction))
    taken = np.clip(wanted - (np.cumsum(people[order]) - people[order]), 0, people[order])
    return float((taken * figures[order]).sum() / (people * figures).sum())
