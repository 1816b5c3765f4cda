"""Word pieces and pairs of neighbours as numbered features of a linear model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VOCABULARY = 23_000
"""Pieces of the light model's vocabulary, which are features 0 to ``VOCABULARY - 1``."""

BUCKETS = 2**15
"""Features that pairs of pieces share by hashing, behind the pieces."""

FEATURES = VOCABULARY + BUCKETS
_EDGE = 0
_LEFT, _RIGHT = 1_000_003, 7_919


@dataclass(frozen=True)
class Ngrams:
    """The features of n texts, one behind the other.

    Attributes:
        features: numbers below ``FEATURES``, shape (all,).
        owners: which text each belongs to, ascending, shape (all,).
        texts: n.
    """

    features: NDArray[np.int64]
    owners: NDArray[np.int64]
    texts: int

    def sizes(self) -> NDArray[np.int64]:
        """Return how many features each text has, shape (n,)."""
        return np.bincount(self.owners, minlength=self.texts)

    def sums(self, weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return each text's sum of ``weights``, shape (FEATURES,), over the root of its size, shape (n,)."""
        found = np.bincount(self.owners, weights=weights[self.features], minlength=self.texts)
        scaled: NDArray[np.float64] = found / np.sqrt(np.maximum(self.sizes(), 1))
        return scaled


def ngrams(rows: Sequence[Sequence[int]]) -> Ngrams:
    """Return the features of texts given as word pieces; both ends of a text count as a neighbour."""
    edged = [piece for row in rows for piece in (_EDGE, *row, _EDGE)]
    pieces = np.array(edged, dtype=np.int64)
    lengths = np.array([len(row) + 2 for row in rows], dtype=np.int64)
    owners = np.repeat(np.arange(len(rows)), lengths)
    inside = owners[1:] == owners[:-1]
    pairs = VOCABULARY + (pieces[:-1] * _LEFT + pieces[1:] * _RIGHT) % BUCKETS
    features = np.concatenate([pieces[pieces != _EDGE], pairs[inside]])
    belongs = np.concatenate([owners[pieces != _EDGE], owners[1:][inside]])
    order = np.argsort(belongs, kind="stable")
    return Ngrams(features[order], belongs[order], len(rows))
