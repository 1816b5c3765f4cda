"""Which words rise, and which of them make one topic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array

Floats = NDArray[np.float64]

ENOUGH_AUTHORS = 6
"""People who must use a word in the day: fewer are a conversation, not a topic."""
CLEAR = 5.0
"""Standard deviations above the days before from which a word rises: thousands are compared at once."""
TWICE = 2.0
"""Times the expected number of posts that a rising word has at least."""
LEAST_DAYS = 3
"""Earlier days without which nothing can be said to be new."""
TOGETHER = 0.4
"""Mean share of the rarer word's posts that two words of one topic have in common."""
NAME_WORDS = 3
MOST_TERMS = 12


@dataclass(frozen=True)
class Rise:
    """How words do against the days before; each array has shape (words,).

    Attributes:
        expected: posts that the days before lead to expect.
        z: standard deviations above that.
    """

    expected: Floats
    z: Floats


def rise(today: Floats, volume: float, before: Floats, volumes: Floats) -> Rise:
    """Compare the posts that hold each word today with those of earlier days, as shares of all posts.

    The spread is the greatest of Poisson's, of what the earlier days show, and of one post.

    Args:
        today: posts that hold each word, shape (words,).
        volume: all posts of the day.
        before: the same of each earlier day, shape (days, words); at least one day.
        volumes: all posts of each earlier day, shape (days,), positive.
    """
    expected = volume * before.sum(axis=0) / volumes.sum()
    scaled = before * (volume / volumes)[:, None]
    spread = np.maximum.reduce([expected, scaled.var(axis=0), np.ones_like(expected)])
    return Rise(expected, (today - expected) / np.sqrt(spread))


def rising(today: Floats, authors: Floats, found: Rise) -> NDArray[np.bool_]:
    """Return which words rise: clearly, at least to twice as many posts, and with enough people, (words,)."""
    return (authors >= ENOUGH_AUTHORS) & (found.z >= CLEAR) & (today >= TWICE * found.expected)


def surprise(today: Floats, expected: Floats) -> Floats:
    """Return how much each word tells of what is new: its posts times the logarithm of its growth, (words,).

    This is the word's part in the likelihood ratio of today against the days before (Dunning 1993); half a
    post is expected of a word that was never used.
    """
    found: Floats = today * np.log(today / np.maximum(expected, 0.5))
    return found


def groups(holds: "csr_array[np.float64]") -> list[NDArray[np.int64]]:
    """Return the words that make one topic, by their columns.

    Words are joined by average linkage on the share of the rarer one's posts that they have in common, so
    that one post that says everything does not chain topics together.

    Args:
        holds: which post (row) holds which rising word (column): 1 or 0.
    """
    words = holds.shape[1]
    if words < 2:
        return [np.arange(words)] if words else []
    shared = np.asarray((holds.T @ holds).todense(), dtype=np.float64)
    counts = np.diag(shared)
    overlap = shared / np.maximum(np.minimum.outer(counts, counts), 1.0)
    tree = linkage(np.clip(1 - overlap, 0, 1)[np.triu_indices(words, 1)], method="average")
    labels = fcluster(tree, 1 - TOGETHER, criterion="distance")
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


def overlap(terms: Sequence[tuple[str, str]], known: Sequence[tuple[str, str]]) -> float:
    """Return how much two topics' words have in common, 0 to 1: the share of the shorter list's."""
    shorter = min(len(set(terms)), len(set(known)))
    return len(set(terms) & set(known)) / shorter if shorter else 0.0
