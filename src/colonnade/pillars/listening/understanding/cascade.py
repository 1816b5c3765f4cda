"""The accurate tier: a small transformer reads the posts on which the light model is unsure."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from colonnade.pillars.listening.understanding.card import CLASSES, Blend
from colonnade.pillars.listening.understanding.sentiment import SentimentModel, blocks
from colonnade.pillars.listening.understanding.text import words

MAX_PIECES = 64
"""Word pieces that the transformer reads of a text, its two marks included."""

_PIECES_AT_ONCE = 512
"""What a block computes stays in the cache; four times as much takes longer by an eighth."""
_SMALLEST = 1e-6

Chances = NDArray[np.float32]


def readable(text: str) -> str:
    """Return a plain text as the transformer reads it: the same words that the light model sees."""
    return " ".join(words(text))


class Transformer:
    """MiniLM with six layers, fine-tuned on posts, in whole numbers, on one thread.

    Args:
        folder: holds ``model.onnx`` and ``tokenizer.json``.
    """

    def __init__(self, folder: Path) -> None:
        self._tokeniser = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokeniser.enable_truncation(MAX_PIECES)
        self._tokeniser.no_padding()
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(
            folder / "model.onnx", sess_options=options, providers=["CPUExecutionProvider"]
        )

    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the logits of each class for plain texts, shape (texts, 3), the training prior taken off."""
        found = np.zeros((len(texts), len(CLASSES)), dtype=np.float32)
        encoded = self._tokeniser.encode_batch_fast([readable(text) for text in texts])
        for rows, block in blocks([encoding.ids for encoding in encoded], size=_PIECES_AT_ONCE):
            pieces = block.astype(np.int64)
            mask = (block != 0).astype(np.int64)
            (found[rows],) = self._session.run(None, {"input_ids": pieces, "attention_mask": mask})
        return found


def blended(light: Chances, deep: Chances, blend: Blend) -> Chances:
    """Return calibrated chances from both models' opinions of the same posts.

    The logarithms of the light model's chances and of the transformer's are averaged and divided by a
    temperature.

    Args:
        light: chances, shape (n, 3).
        deep: logits, shape (n, 3).
    """
    opinions = (1 - blend.weight) * np.log(np.maximum(light, _SMALLEST)) + blend.weight * _log_softmax(deep)
    return np.exp(_log_softmax(opinions / blend.temperature)).astype(np.float32)


def _log_softmax(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True, initial=-np.inf)
    found: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return found


class AccurateModel:
    """The light model, with the transformer's second opinion where it is unsure.

    Args:
        light: the light model, which reads every post.
        folder: of the transformer.
        blend: when the transformer is asked, and how its opinion is weighed.
    """

    def __init__(self, light: SentimentModel, folder: Path, blend: Blend) -> None:
        self._light, self._transformer, self._blend = light, Transformer(folder), blend

    def chances(self, texts: Sequence[str]) -> Chances:
        """Return the chance of each class for plain texts, shape (n, 3)."""
        return self.improve(texts, self._light.chances(texts))

    def improve(self, texts: Sequence[str], chances: Chances) -> Chances:
        """Return the light model's chances of plain texts, shape (n, 3), improved where they are unsure.

        A text that the light model could not read at all, so that its chances are equal, is not asked about.
        """
        best = chances.max(axis=1, initial=0.0)
        asked = (best < self._blend.least_chance) & (best > chances.min(axis=1, initial=1.0))
        improved = chances.copy()
        if asked.any():
            doubtful = [text for text, ask in zip(texts, asked, strict=True) if ask]
            improved[asked] = blended(chances[asked], self._transformer.logits(doubtful), self._blend)
        return improved
