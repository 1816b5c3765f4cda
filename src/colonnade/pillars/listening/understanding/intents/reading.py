"""Texts in, intents out."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.pillars.listening.understanding.intents.complaint import LEAST_CHANCE, ComplaintModel
from colonnade.pillars.listening.understanding.intents.cues import Cues
from colonnade.pillars.listening.understanding.intents.names import INTENTS, Intent

_NEGATIVE, _POSITIVE = CLASSES.index("negative"), CLASSES.index("positive")

# Latin, Arabic, Armenian and Greek marks; one inside a link is nearly always followed by a letter or a digit.
# A full-width mark is a Latin one in a plain text.
_QUESTION_MARK = re.compile(r"[\u061f\u00bf\u055e\u037e]|\?(?![a-z0-9_=&])")
_ENOUGH = 1.0


class IntentReader:
    """Tells intents by phrases; questions by their mark too, and complaints by a model."""

    def __init__(self) -> None:
        self._cues = Cues()
        self._complaint = ComplaintModel()

    def read(
        self,
        texts: Sequence[str],
        *,
        pieces: Sequence[Sequence[int]],
        chances: NDArray[np.float32],
        readable: Sequence[bool],
    ) -> list[tuple[Intent, ...]]:
        """Return the intents of each plain text, in the order of ``INTENTS``.

        Args:
            pieces: the texts' word pieces in the light model's vocabulary.
            chances: their sentiment chances, shape (n, 3).
            readable: whether each may be English; of another only a question's mark is read.
        """
        complains = self._complaint.chances(pieces, chances) >= LEAST_CHANCE
        return [
            self._of_one(text, bool(complaint), row) if known else _marked(text)
            for text, complaint, row, known in zip(texts, complains, chances, readable, strict=True)
        ]

    def _of_one(self, text: str, complaint: bool, chances: NDArray[np.float32]) -> tuple[Intent, ...]:  # noqa: FBT001  # one column of a row
        scores = self._cues.scores(text)
        pleased = bool(chances[_POSITIVE] > chances[_NEGATIVE])
        found: dict[Intent, bool] = {
            "question": asks(text) or _holds(scores.get("question", 0.0)),
            "complaint": (complaint and bool(text)) or (_holds(scores.get("complaint", 0.0)) and not pleased),
            "praise": _holds(scores.get("praise", 0.0)) and pleased,
            "purchase": _holds(scores.get("purchase", 0.0)),
            "support": _holds(scores.get("support", 0.0)),
            "spam": _holds(scores.get("spam", 0.0)),
        }
        return tuple(intent for intent in INTENTS if found[intent])


def _holds(score: float) -> bool:
    return score > _ENOUGH - 1e-6


def asks(text: str) -> bool:
    """Return whether a plain text holds a question mark outside a link."""
    return _QUESTION_MARK.search(text) is not None


def _marked(text: str) -> tuple[Intent, ...]:
    return ("question",) if asks(text) else ()
