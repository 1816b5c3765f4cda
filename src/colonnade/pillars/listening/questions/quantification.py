"""From classified posts to shares of opinion, corrected for the classifier's errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from colonnade.pillars.listening.questions.statistics import CONFIDENCE, Floats, Interval
from colonnade.pillars.listening.understanding.cells import CELLS, CELLS_A_SIDE

Class = Literal["negative", "neutral", "positive"]
CLASSES: tuple[Class, ...] = ("negative", "neutral", "positive")
LABELS: tuple[str, ...] = (*CLASSES, "unsure")
TRUST = 1_000.0
"""Known posts of each class that the classifier's own chances are worth where its errors are estimated."""

_STEPS = 60
_UNSEEN = 0.5  # posts in a cell that no known post fell into, so that nothing is held to be impossible
_WORLDS_OF_MISFIT = 100
_SEED = 20150216


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a classifier thought of posts whose sentiment was known.

    Attributes:
        model: name and version of the classifier, as stored beside each label.
        languages: ISO 639-1 codes of the languages for which this holds.
        posts: known posts by true class (rows, ``CLASSES``) and by cell of the chances given; (3, CELLS).
        chances: mean chance of each class (rows) that was given to the posts of a cell, each true class
            weighing the same; (3, CELLS).
    """

    model: str
    languages: frozenset[str]
    posts: Floats
    chances: Floats

    def __post_init__(self) -> None:
        shape = (len(CLASSES), CELLS)
        if self.posts.shape != shape or self.chances.shape != shape or (self.posts.sum(axis=1) <= 0).any():
            raise ValueError("error rates need known posts of each class, by class and cell")

    def weights(self) -> Floats:
        """Return posts by class and cell, smoothed by what the classifier itself thought; (3, CELLS).

        The chance of a cell given a class is by Bayes' theorem in proportion to the chance of the class in
        the cell. That is worth ``TRUST`` posts of each class beside the known ones; as many as were known
        are spread, so that the doubt is that of the known posts.
        """
        known = self.posts.sum(axis=1, keepdims=True)
        mass = (self.posts / known).mean(axis=0)
        empty = mass == 0
        mass = np.where(empty, _UNSEEN / known.sum(), mass)
        thought = np.where(empty, _centres(), self.chances) * mass
        thought /= thought.sum(axis=1, keepdims=True)
        return np.asarray((self.posts + TRUST * thought) * known / (known + TRUST), dtype=np.float64)


def _centres() -> Floats:
    """Return the chances in the middle of each cell, shape (3, CELLS)."""
    rows, columns = np.divmod(np.arange(CELLS), CELLS_A_SIDE)
    negative, positive = (rows + 0.5) / CELLS_A_SIDE, (columns + 0.5) / CELLS_A_SIDE
    neutral = np.maximum(1 - negative - positive, 0.25 / CELLS_A_SIDE)
    middle = np.stack([negative, neutral, positive])
    return np.asarray(middle / middle.sum(axis=0), dtype=np.float64)


@dataclass(frozen=True)
class Shares:
    """Estimated shares of the three classes in one group of posts; the values sum to 1."""

    negative: Interval
    neutral: Interval
    positive: Interval

    def of(self, name: Class) -> Interval:
        """Return the share of one class."""
        return {"negative": self.negative, "neutral": self.neutral, "positive": self.positive}[name]

    def as_json(self) -> dict[str, dict[str, float]]:
        """Return the three intervals as JSON values."""
        return {name: self.of(name).as_json() for name in CLASSES}


def estimate_shares(
    counted: Sequence[Sequence[float]] | Floats,
    evidence: Sequence[Evidence],
    *,
    effects: Sequence[float] | None = None,
    draws: int = 400,
) -> list[Shares]:
    """Return the true shares of each group given what fallible classifiers thought of its posts.

    Point estimate: the shares most likely to give these cells, by expectation-maximisation over the classes
    (Saerens, Latinne & Decaestecker 2002) with the classifiers' rates held fixed (``Evidence.weights``).
    Interval: 95 % of draws in which the posts (multinomial) and the rates (Dirichlet) are drawn again, so it
    carries sampling and classifier error alike. Where the posts fit no mixture of the known ones as well as
    chance allows, both are drawn as if there were fewer, by the ratio of the misfit to its expectation
    (quasi-likelihood, McCullagh & Nelder 1989): posts unlike the known ones have wider intervals.

    Args:
        counted: posts of each group by cell, one classifier after the other, shape (groups, classifiers x
            CELLS); each group with at least one post.
        effects: design effect of each group, by which its posts tell less than independent ones.
        draws: redrawn worlds; more give smoother bounds.
    """
    counts = np.asarray(counted, dtype=np.float64)
    totals = counts.sum(axis=1)
    if (totals <= 0).any():
        raise ValueError("a group without posts has no shares")
    size = totals / np.maximum(1.0, np.ones_like(totals) if effects is None else np.asarray(effects))
    random = np.random.default_rng(_SEED)
    weights = np.stack([one.weights() for one in evidence])
    best = _most_likely((counts / totals[:, None])[None], _side_by_side(_normal(weights))[None])[0]
    doubt = _misfit(random, weights, counts.sum(axis=0), float(size.sum()))
    worlds = _side_by_side(_dirichlet(random, np.broadcast_to(weights / doubt, (draws, *weights.shape))))
    drawn = _most_likely(_redrawn(random, counts[None], size / doubt, draws), worlds)
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    low, high = np.minimum(low, best), np.maximum(high, best)
    return [
        Shares(
            *(Interval(*(float(part[group, k]) for part in (best, low, high))) for k in range(len(CLASSES)))
        )
        for group in range(len(counts))
    ]


def _misfit(random: np.random.Generator, weights: Floats, counts: Floats, size: float) -> float:
    """Return how many times worse the posts fit the known ones than chance would have it; at least 1.

    Chance is simulated: posts of redrawn rates, fitted with the ones that are held.

    Args:
        weights: as of ``Evidence.weights``, shape (classifiers, 3, CELLS).
        counts: posts by cell, shape (classifiers x CELLS,).
        size: posts that would tell as much if they were independent.
    """
    seen = counts / counts.sum()
    read = np.repeat(seen.reshape(-1, CELLS).sum(axis=1), CELLS)  # share of the posts, by classifier
    held = _side_by_side(_normal(weights)) * read
    best = _most_likely(seen[None, None], held[None])[0]
    drawn = _dirichlet(random, np.broadcast_to(weights, (_WORLDS_OF_MISFIT, *weights.shape)))
    expected = best @ (_side_by_side(drawn) * read)
    chance = _redrawn(random, expected, np.array([size]), _WORLDS_OF_MISFIT)
    found = _distance(seen[None, None], held) / _distance(chance, held).mean()
    return max(1.0, float(found[0, 0]))


def _distance(seen: Floats, rates: Floats) -> Floats:
    """Return Pearson's distance of shares by cell from their best fit, shape (worlds, groups)."""
    fit = np.maximum(_most_likely(seen, rates[None]) @ rates, np.finfo(np.float64).tiny)
    return np.asarray(((seen - fit) ** 2 / fit).sum(axis=-1), dtype=np.float64)


def _redrawn(random: np.random.Generator, counts: Floats, size: Floats, draws: int) -> Floats:
    """Return shares by cell (draws, groups, cells) of ``size`` (groups,) posts like ``counts``."""
    posts = np.maximum(size, 1).astype(np.int64)
    chances = np.broadcast_to(_normal(counts), (draws, *counts.shape[1:]))
    return np.asarray(random.multinomial(posts, chances) / posts[:, None], dtype=np.float64)


def _dirichlet(random: np.random.Generator, weights: Floats) -> Floats:
    return _normal(np.maximum(random.gamma(weights), np.finfo(np.float64).tiny))


def _normal(weights: Floats) -> Floats:
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float64)


def _side_by_side(rates: Floats) -> Floats:
    """Return rates of several classifiers (..., classifiers, 3, CELLS) as (..., 3, classifiers x CELLS)."""
    turned = np.moveaxis(rates, -3, -2)
    return turned.reshape(*turned.shape[:-2], -1)


def _most_likely(seen: Floats, rates: Floats) -> Floats:
    """Return the class shares (worlds, groups, 3) most likely to give the shares ``seen``.

    Args:
        seen: shares by cell, shape (worlds, groups, cells).
        rates: chance of each cell given each class, shape (worlds, 3, cells).
    """
    used = seen.any(axis=(0, 1))
    seen, rates = seen[..., used], rates[..., used]
    shares = np.full((max(len(seen), len(rates)), seen.shape[1], len(CLASSES)), 1 / len(CLASSES))
    turned = np.swapaxes(rates, 1, 2)
    for _step in range(_STEPS):
        expected = np.maximum(shares @ rates, np.finfo(np.float64).tiny)
        shares = shares * ((seen / expected) @ turned)
        shares /= shares.sum(axis=-1, keepdims=True)
    return np.asarray(shares, dtype=np.float64)
