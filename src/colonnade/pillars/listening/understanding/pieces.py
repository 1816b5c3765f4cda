"""Words as the word pieces of a model's vocabulary."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from tokenizers import Tokenizer

from colonnade.pillars.listening.understanding.text import unstretched, words

MAX_PIECES = 96
"""Word pieces that are read of a text; the longest posts of X have about 70."""

PADDING, UNKNOWN = 0, 1
"""The two pieces that are no part of a word."""

_REMEMBERED_WORDS = 200_000
_LONGEST_REMEMBERED = 40


class Pieces:
    """The vocabulary of a model, which remembers the words it has cut up: most words of a post are old ones.

    Args:
        file: a ``tokenizers`` file with a WordPiece model.
    """

    def __init__(self, file: Path) -> None:
        # Only the model is used: ``words`` has normalised and split already, which is the slower part.
        self._model = Tokenizer.from_file(str(file)).model
        self._remembered: dict[str, list[int]] = {}

    def numbers(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces of each plain text, at most ``MAX_PIECES``; none where it holds no known word."""
        if len(self._remembered) > _REMEMBERED_WORDS:
            self._remembered.clear()
        rows = (list(chain.from_iterable(map(self._cut, words(text))))[:MAX_PIECES] for text in texts)
        return [row if any(piece > UNKNOWN for piece in row) else [] for row in rows]

    def _cut(self, word: str) -> list[int]:
        known = self._remembered.get(word)
        if known is None:
            known = [token.id for token in self._model.tokenize(unstretched(word))]
            if len(word) <= _LONGEST_REMEMBERED:
                self._remembered[word] = known
        return known
