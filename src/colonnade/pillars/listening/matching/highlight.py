"""Where in a post's own text the terms of a query stand, for people to see why it matches."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from colonnade.pillars.listening.matching.documents import Document
from colonnade.pillars.listening.matching.evaluate import spans
from colonnade.pillars.listening.query.nodes import Term
from colonnade.pillars.listening.query.tokens import EMOJI, LETTERS, UNSPACED, normalise, words

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_RUN = re.compile(f"[{LETTERS}{_INVISIBLE}]+|{EMOJI}")
_PIECE = re.compile(f"{UNSPACED.pattern}[{_INVISIBLE}]*|(?:(?!{UNSPACED.pattern}).)+", re.DOTALL)


class Piece(NamedTuple):
    """A stretch of a text, found or not."""

    text: str
    found: bool


def highlight(document: Document, terms: Iterable[Term]) -> list[Piece]:
    """Return the document's text in pieces; those that a term stands in are found.

    Where a text's words cannot be told apart in what was written (rare compatibility characters), nothing is.
    """
    text, places = document.text, _places(document.text)
    if len(places) != len(document.words):
        return [Piece(text, found=False)]
    pieces: list[Piece] = []
    end = 0
    for start, stop in _merged(
        (places[first][0], places[last][1])
        for term in terms
        for first, last in spans(term, document)
        if last < len(places)
    ):
        if start > end:
            pieces.append(Piece(text[end:start], found=False))
        pieces.append(Piece(text[start:stop], found=True))
        end = stop
    return [*pieces, Piece(text[end:], found=False)] if end < len(text) else pieces


def _places(text: str) -> list[tuple[int, int]]:
    """Return where each word of a text begins and ends in it."""
    places: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        for piece in _PIECE.finditer(run[0]):
            place = run.start() + piece.start(), run.start() + piece.end()
            places += [place] * len(words(normalise(piece[0])))
    return places


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges in order, those that meet or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
