"""From classified posts to shares of opinion, corrected for the classifier's errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from colonnade.pillars.listening.questions.statistics import CONFIDENCE, Floats, Interval

Class = Literal["negative", "neutral", "positive"]
CLASSES: tuple[Class, ...] = ("negative", "neutral", "positive")
LABELS: tuple[str, ...] = (*CLASSES, "unsure")
_STEPS = 60
_SEED = 20150216


@dataclass(frozen=True, kw_only=True)
class ErrorRates:
    """What a classifier said of posts whose sentiment was known.

    Attributes:
        model: name and version of the classifier, as stored beside each label.
        counts: known posts by true class (rows, ``CLASSES``) and by label given (columns, ``LABELS``).
        languages: ISO 639-1 codes of the languages these rates were measured in.
    """

    model: str
    counts: Floats
    languages: frozenset[str]

    def __post_init__(self) -> None:
        if self.counts.shape != (len(CLASSES), len(LABELS)) or (self.counts.sum(axis=1) <= 0).any():
            raise ValueError("error rates need known posts of each class, by class and label")


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
    labelled: Sequence[Sequence[float]], rates: ErrorRates, *, draws: int = 400
) -> list[Shares]:
    """Return the true shares of each group given the labels a fallible classifier gave its posts.

    Point estimate: maximum likelihood of the mixture whose components are the classifier's rows of the
    confusion matrix, by expectation-maximisation (Saerens et al. 2002 with fixed rates; equal to the adjusted
    count of Forman 2008 wherever that lies within 0..1, and never outside it). Interval: 95 % of draws in
    which both the labels (multinomial) and the confusion matrix (Dirichlet, Jeffreys prior) are drawn again,
    so it carries sampling and classifier error alike.

    Args:
        labelled: posts of each group by label in the order of ``LABELS``, shape (groups, 4); each group with
            at least one post.
        draws: redrawn worlds; more give smoother bounds.
    """
    counts = np.asarray(labelled, dtype=np.float64)
    totals = counts.sum(axis=1, keepdims=True)
    if (totals <= 0).any():
        raise ValueError("a group without posts has no shares")
    known = rates.counts + 0.5
    best = _most_likely(counts[None] / totals, (known / known.sum(axis=1, keepdims=True))[None])[0]
    random = np.random.default_rng(_SEED)
    worlds = _dirichlet(random, np.broadcast_to(known, (draws, *known.shape)))
    seen = random.multinomial(totals[:, 0].astype(np.int64), counts / totals, size=(draws, len(counts)))
    drawn = _most_likely(seen / totals, worlds)
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    low, high = np.minimum(low, best), np.maximum(high, best)
    return [
        Shares(
            *(Interval(*(float(part[group, k]) for part in (best, low, high))) for k in range(len(CLASSES)))
        )
        for group in range(len(counts))
    ]


def _dirichlet(random: np.random.Generator, weights: Floats) -> Floats:
    drawn = random.gamma(weights)
    return np.asarray(drawn / drawn.sum(axis=-1, keepdims=True), dtype=np.float64)


def _most_likely(seen: Floats, rates: Floats) -> Floats:
    """Return the class shares (worlds, groups, 3) most likely to give the label shares ``seen``.

    Args:
        seen: shape (worlds, groups, 4).
        rates: chance of each label given each class, shape (worlds, 3, 4).
    """
    shares = np.full((*seen.shape[:2], len(CLASSES)), 1 / len(CLASSES))
    turned = np.swapaxes(rates, 1, 2)
    for _step in range(_STEPS):
        expected = np.maximum(shares @ rates, np.finfo(np.float64).tiny)
        shares = shares * ((seen / expected) @ turned)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True), dtype=np.float64)
