"""Complaints told by a linear model, learned from posts to companies."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colonnade.pillars.listening.understanding.intents.ngrams import ngrams

FILE = Path(__file__).with_name("complaint.npz")
LEAST_CHANCE = 0.5
"""A complaint is answered from this chance on."""

_SMALLEST = 1e-6


def leaning(chances: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the logarithms of sentiment chances, shape (n, 3), as the linear model takes them."""
    logarithms: NDArray[np.float64] = 0.3 * np.log(np.maximum(chances, _SMALLEST), dtype=np.float64)
    return logarithms


class ComplaintModel:
    """Logistic regression over word pieces, pairs of neighbours and the three sentiment chances.

    Args:
        file: arrays ``features``, shape (FEATURES,), ``sentiment``, shape (3,), and ``bias``, a number.
    """

    def __init__(self, file: Path = FILE) -> None:
        with np.load(file) as arrays:
            self._features = arrays["features"].astype(np.float32)
            self._sentiment = arrays["sentiment"].astype(np.float64)
            self._bias = float(arrays["bias"])

    def chances(self, pieces: Sequence[Sequence[int]], sentiment: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the chance that each text complains, shape (n,).

        Args:
            pieces: word pieces of each text in the light model's vocabulary.
            sentiment: its chances for the same texts, shape (n, 3).
        """
        logits = ngrams(pieces).sums(self._features) + leaning(sentiment) @ self._sentiment + self._bias
        chances: NDArray[np.float64] = 1 / (1 + np.exp(-logits))
        return chances
