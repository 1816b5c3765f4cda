"""Posts in; languages, sentiments and intents out: the one door of this package."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from colonnade.pillars.listening.understanding.card import ACCURATE, CLASSES, FOLDER, UNSURE, Tier, card
from colonnade.pillars.listening.understanding.language import detect
from colonnade.pillars.listening.understanding.text import plain

if TYPE_CHECKING:
    from colonnade.pillars.listening.understanding.cascade import AccurateModel
    from colonnade.pillars.listening.understanding.intents import IntentReader
    from colonnade.pillars.listening.understanding.intents.names import Intent
    from colonnade.pillars.listening.understanding.sentiment import SentimentModel

MODEL = card().identity
"""Name and version of the light classifier, stored beside each sentiment."""

CONFUSION = card().validation.confusion
"""Validation posts by true class and by answer: ``CONFUSION["negative"]["unsure"]`` is a count.

Counting labels misstates shares, because errors are not symmetric; with this table shares can be estimated
by *quantification* (adjusted counts).
"""


@dataclass(frozen=True)
class Understood:
    """What was understood of n texts, in their order.

    Attributes:
        model: name and version of the classifier that read them.
        language: ISO 639-1 code of each, or ``und``.
        sentiment: ``negative``, ``neutral``, ``positive`` or ``unsure``.
        p_negative, p_neutral, p_positive: calibrated chances in 0..1 for a stream in which the three are
            equally frequent, each shape (n,); one third each where the language cannot be read.
        intents: what each wants, in the order of ``intents.INTENTS``; often nothing of it.
    """

    model: str
    language: list[str]
    sentiment: list[str]
    p_negative: NDArray[np.float32]
    p_neutral: NDArray[np.float32]
    p_positive: NDArray[np.float32]
    intents: list[tuple["Intent", ...]]

    def __len__(self) -> int:
        return len(self.language)

    def likeliest(self) -> Iterator[tuple[str, float]]:
        """Yield each text's likeliest class and its chance, whether or not that was enough for an answer.

        A text that could not be read leans nowhere: ``unsure``.
        """
        chances = np.stack([self.p_negative, self.p_neutral, self.p_positive], axis=1)
        for row in chances:
            best = int(row.argmax())
            yield CLASSES[best] if row[best] > row.min() else UNSURE, float(row[best])


@cache
def _model() -> "SentimentModel":
    # ONNX Runtime takes a third of a second to load, which only a process that classifies should pay.
    from colonnade.pillars.listening.understanding.sentiment import SentimentModel

    return SentimentModel(FOLDER)


@cache
def _accurate() -> "AccurateModel":
    from colonnade.pillars.listening.understanding.cascade import AccurateModel

    blend = card("accurate").blend
    assert blend is not None, "the accurate tier's card says how its opinion is blended"
    return AccurateModel(_model(), ACCURATE, blend)


@cache
def _intents() -> "IntentReader":
    from colonnade.pillars.listening.understanding.intents import IntentReader

    return IntentReader()


def understand(texts: Sequence[str], *, tier: Tier = "light") -> Understood:
    """Tell the language, sentiment and intents of each text.

    Only the first 1,000 characters of a text are read. Sentiment and intents are read in English, and in
    texts that are too short to tell their language from English; elsewhere sentiment is ``unsure``, because
    it was measured to be little better than chance (see the card), and a question is told by its mark alone.
    Sentiment is ``unsure`` too where no class is likely enough.

    Args:
        tier: ``light``, or ``accurate``, which asks a larger model where the light one is unsure. Language
            and intents are the same in both.
    """
    plain_texts = [plain(text) for text in texts]
    languages = detect(plain_texts)
    readable = [found.perhaps_english for found in languages]
    pieces = [
        found if known else [] for found, known in zip(_model().pieces(plain_texts), readable, strict=True)
    ]
    chances = _model().chances_of(pieces)
    intents = _intents().read(plain_texts, pieces=pieces, chances=chances, readable=readable)
    if tier == "accurate":
        chances = _accurate().improve(plain_texts, chances)
    negative, neutral, positive = map(np.ascontiguousarray, chances.T)
    return Understood(
        model=card(tier).identity,
        language=[found.code for found in languages],
        sentiment=_answers(chances, least_chance=card(tier).least_chance),
        p_negative=negative,
        p_neutral=neutral,
        p_positive=positive,
        intents=intents,
    )


def _answers(chances: NDArray[np.float32], *, least_chance: float) -> list[str]:
    sure = chances.max(axis=1, initial=0.0) >= least_chance
    return [
        CLASSES[best] if enough else UNSURE for best, enough in zip(chances.argmax(axis=1), sure, strict=True)
    ]
