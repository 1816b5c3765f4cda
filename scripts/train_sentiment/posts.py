"""The posts that the model learns from and is measured on."""

import gzip
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.pillars.listening.understanding.text import plain, words

NEAR = 0.5
"""Two posts are near-duplicates when they share at least half of their three-word runs (Jaccard)."""

FEWEST_WORDS = 3
"""Shorter unlabelled posts teach nothing."""


@dataclass(frozen=True)
class Labelled:
    """Plain texts with their class as an index into ``CLASSES``, shape (n,)."""

    texts: list[str]
    classes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.texts)

    def only(self, keep: NDArray[np.bool_]) -> "Labelled":
        """Return the posts where ``keep``, shape (n,), is true."""
        kept = np.flatnonzero(keep)
        return Labelled([self.texts[i] for i in kept], self.classes[kept])


def read_raw(path: Path) -> tuple[list[str], list[str]]:
    """Return labels and texts of a file with the header ``label<TAB>text``, texts as they were written."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    if lines[0] != "label\ttext":
        raise ValueError(f"{path}: the first line is not 'label<TAB>text'")
    pairs = [line.split("\t", 1) for line in lines[1:]]
    return [label for label, _ in pairs], [text for _, text in pairs]


def read_labelled(path: Path) -> Labelled:
    """Return a labelled file's posts as plain texts."""
    labels, texts = read_raw(path)
    classes = np.array([CLASSES.index(label) for label in labels], dtype=np.int64)
    return Labelled([plain(text) for text in texts], classes)


def read_unlabelled(path: Path, *, limit: int, seed: int) -> list[str]:
    """Return at most ``limit`` different plain posts of a gzipped file with one post a line, shuffled."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = sorted({plain(line.rstrip("\n").replace("\\n", " ")) for line in lines})
    texts = [text for text in texts if len(text.split()) >= FEWEST_WORDS]
    order = np.random.default_rng(seed).permutation(len(texts))[:limit]
    return [texts[i] for i in order]


def _runs(text: str) -> set[tuple[str, ...]]:
    said = [word for word in words(text) if word.isalnum() and word not in {"user", "http"}]
    return {tuple(said[start : start + 3]) for start in range(max(1, len(said) - 2))}


def near_duplicates(texts: list[str], of: list[str]) -> NDArray[np.bool_]:
    """Return for each of ``texts``, shape (n,), whether it nearly repeats one ``of`` the others."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    others = [_runs(text) for text in of]
    for number, runs in enumerate(others):
        for run in runs:
            holders[run].append(number)
    return np.array([_repeats(_runs(text), others, holders) for text in texts], dtype=np.bool_)


def _repeats(
    runs: set[tuple[str, ...]], others: list[set[tuple[str, ...]]], holders: dict[tuple[str, ...], list[int]]
) -> bool:
    candidates = {number for run in runs for number in holders.get(run, ())}
    return any(len(runs & others[number]) >= NEAR * len(runs | others[number]) for number in candidates)
