"""A query's text as lexemes: what stands where, before it has a meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from colonnade.pillars.listening.query.limits import LONGEST_DISTANCE
from colonnade.pillars.listening.query.problems import QueryRefused, remark_at

QUOTES = {'"': '"', "\u201c": "\u201d", "\u201d": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb"}
"""Opening quotes and what closes them: word processors bend the straight ones that people type."""

_OPENING = "".join(QUOTES)
_RUN = re.compile(rf"[^\s(){{}}{_OPENING}\u00bb]+")
_FIELD = re.compile(r"([A-Za-z]+):")
_NEAR = re.compile(r"NEAR(?:/(\d*))?(.*)", re.DOTALL)
_SLOP = re.compile(r"~(\d+)(?![^\s()])")
_SIGNS = {
    "&": "AND",
    "&&": "AND",
    "+": "AND",
    "|": "OR",
    "||": "OR",
    "!": "NOT",
    "-": "NOT",
    "\u2013": "NOT",
}


class Kind(Enum):
    """What a lexeme is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    WORD = auto()
    PHRASE = auto()
    CASED = auto()
    MARK = auto()
    FIELD = auto()
    END = auto()


STARTS = frozenset({Kind.OPEN, Kind.NOT, Kind.WORD, Kind.PHRASE, Kind.CASED, Kind.MARK, Kind.FIELD})
"""Lexemes with which an operand may begin."""


@dataclass(frozen=True)
class Lexeme:
    """A stretch of the text.

    Attributes:
        text: a word, what stands in quotes or braces, or a field's name.
        number: the distance of a NEAR, or behind a phrase's ``~``; 0 for none.
        start, end: offsets into the query's text.
    """

    kind: Kind
    text: str
    start: int
    end: int
    number: int = 0


def lex(source: str) -> list[Lexeme]:
    """Return the lexemes of ``source``, the last of kind ``END``. Raises ``QueryRefused``."""
    return [*_Lexer(source).lexemes(), Lexeme(Kind.END, "", len(source), len(source))]


class _Lexer:
    def __init__(self, source: str) -> None:
        self._source, self._at = source, 0
        self._behind_field = False

    def lexemes(self) -> Iterator[Lexeme]:
        while self._at < len(self._source):
            char = self._source[self._at]
            behind_field, self._behind_field = self._behind_field, False
            if char.isspace():
                self._at += 1
            elif behind_field and (value := _RUN.match(self._source, self._at)):
                yield self._take(Kind.WORD, value[0], value.end())
            elif char in "()":
                yield self._take(Kind.OPEN if char == "(" else Kind.CLOSE, char, self._at + 1)
            elif char in QUOTES:
                yield self._phrase(QUOTES[char])
            elif char == "{":
                yield self._braced()
            elif char in "}\u00bb":
                raise self._refused(self._at, self._at + 1, _("'%s' closes nothing.") % char)
            else:
                yield self._run()

    def _take(self, kind: Kind, text: str, end: int, number: int = 0) -> Lexeme:
        start, self._at = self._at, end
        return Lexeme(kind, text, start, end, number)

    def _refused(self, start: int, end: int, message: str, mend: str = "") -> QueryRefused:
        return QueryRefused(remark_at(self._source, start, end, message, mend))

    def _phrase(self, closing: str) -> Lexeme:
        start = self._at
        end = min(
            (at for mark in {*closing, '"'} if (at := self._source.find(mark, start + 1)) >= 0), default=-1
        )
        if end < 0:
            raise self._refused(
                start, start + 1, _("This quote is never closed."), _('Close it: "wheel loader".')
            )
        text = self._source[start + 1 : end]
        slop = _SLOP.match(self._source, end + 1)
        if slop is None:
            if self._source[end + 1 : end + 2] == "~":
                raise self._refused(
                    end + 1, end + 2, _("A number of words belongs here."), _('Such as "late parts"~5.')
                )
            return self._take(Kind.PHRASE, text, end + 1)
        return self._take(Kind.PHRASE, text, slop.end(), self._distance(slop[1], end + 1, slop.end()))

    def _distance(self, digits: str, start: int, end: int) -> int:
        if len(digits) > 4 or not 1 <= int(digits) <= LONGEST_DISTANCE:
            raise self._refused(
                start,
                end,
                _("The distance is from 1 to %(most)d words.") % {"most": LONGEST_DISTANCE},
                _("NEAR/5 finds words that are at most five words apart."),
            )
        return int(digits)

    def _braced(self) -> Lexeme:
        end = self._source.find("}", self._at)
        if end < 0:
            raise self._refused(
                self._at, self._at + 1, _("This brace is never closed."), _("Close it: {BP}.")
            )
        return self._take(Kind.CASED, self._source[self._at + 1 : end], end + 1)

    def _run(self) -> Lexeme:
        found = _RUN.match(self._source, self._at)
        text = found[0] if found else self._source[self._at]
        end = self._at + len(text)
        if text in {"AND", "OR", "NOT"}:
            return self._take(Kind[text], text, end)
        if near := _NEAR.fullmatch(text):
            return self._near(near, end)
        field = _FIELD.match(text)
        if field:
            self._behind_field = True
            return self._take(Kind.FIELD, field[1], self._at + field.end())
        if text == "-" and self._source[end : end + 1] in {"(", "{", *QUOTES} - {""}:
            return self._take(Kind.NOT, text, end)
        if text in _SIGNS:
            raise self._refused(
                self._at,
                end,
                _("'%s' alone means nothing here.") % text,
                _("Write %s.") % _SIGNS[text],
            )
        if text[0] == "-":
            return self._take(Kind.NOT, "-", self._at + 1)
        return self._take(Kind.MARK if text[0] in "@#" else Kind.WORD, text, end)

    def _near(self, near: re.Match[str], end: int) -> Lexeme:
        digits, rest = near[1], near[2]
        if digits is None and rest:  # a word that begins so, such as NEARBY
            return self._take(Kind.WORD, near[0], end)
        if not digits or rest:
            raise self._refused(
                self._at,
                end,
                _("NEAR needs a distance in words."),
                _("Such as: engine NEAR/5 leak."),
            )
        return self._take(Kind.NEAR, near[0], end, self._distance(digits, self._at, end))
