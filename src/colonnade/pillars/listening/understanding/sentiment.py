"""The sentiment model at run time: word pieces in, calibrated chances out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.pillars.listening.understanding.pieces import PADDING, Pieces

_TEXTS_AT_ONCE = 4_096
# What a block of this size computes stays in the processor's second cache; twice as much takes longer by a
# quarter.
_PIECES_AT_ONCE = 2_048


class SentimentModel:
    """A classifier of English posts, loaded from a folder with ``model.onnx`` and ``tokenizer.json``.

    It works on one thread; whoever has many posts runs several processes.
    """

    def __init__(self, folder: Path) -> None:
        self._pieces = Pieces(folder / "tokenizer.json")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(
            folder / "model.onnx", sess_options=options, providers=["CPUExecutionProvider"]
        )

    def chances(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the chance of each class for plain texts, shape (texts, 3), each row with sum 1.

        A text without any known word gets one third each.
        """
        return self.chances_of(self.pieces(texts))

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the word pieces of each plain text."""
        return self._pieces.numbers(texts)

    def chances_of(self, pieces: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Return the chance of each class for texts given as word pieces, as ``chances`` does."""
        found = np.full((len(pieces), len(CLASSES)), 1 / len(CLASSES), dtype=np.float32)
        for start in range(0, len(pieces), _TEXTS_AT_ONCE):
            for rows, block in blocks(pieces[start : start + _TEXTS_AT_ONCE]):
                (found[start + rows],) = self._session.run(None, {"pieces": block})
        return found


def blocks(
    pieces: Sequence[Sequence[int]], *, size: int = _PIECES_AT_ONCE
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """Yield the rows that have pieces in blocks of about equal length, padded by ``PADDING``.

    Args:
        size: pieces of a block, padding counted; a longer row is a block of its own.

    Yields:
        The rows' numbers, shape (rows,), and their pieces, shape (rows, longest).
    """
    lengths = np.array([len(row) for row in pieces], dtype=np.int64)
    order = np.argsort(lengths, kind="stable")
    first = int(np.count_nonzero(lengths == 0))
    while first < len(order):
        sizes = lengths[order[first:]] * np.arange(1, len(order) - first + 1)
        last = first + max(1, int(np.searchsorted(sizes, size, side="right")))
        rows = order[first:last]
        block = np.full((len(rows), lengths[rows[-1]]), PADDING, dtype=np.int32)
        for line, row in zip(block, rows, strict=True):
            line[: lengths[row]] = pieces[row]
        yield rows, block
        first = last
