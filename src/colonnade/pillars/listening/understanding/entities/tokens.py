"""A post in its own case as words and breaks, from which names are read."""

import re
from collections.abc import Iterator
from typing import NamedTuple

BREAK = ""
"""In the place of a sign behind which another sentence or another thing begins."""

COMMA = ","
"""In the place of a sign that ends a name but no sentence."""

_TOKEN = re.compile(
    r"(?P<whole>(?:[^\W\d_]\.){2,}|\b(?:Capt|Dr|Ft|Gen|Gov|Jr|Lt|Mr|Mrs|Ms|Mt|Prof|Rep|Sen|Sgt|Sr|St)\.)"
    r"|(?P<word>\w+(?:['\u2019&\-](?=\w)\w+)*)"
    r"|(?P<break>[.!?\u2026:;\n\"\u201c\u201d()\[\]|\u2013\u2014*\u2022\x00<>~]|-(?=\s))"
    r"|(?P<comma>[,/+=%&$\u20ac\u00a3])"
)
_POSSESSIVE = re.compile(r"['\u2019][sS]$")
_FEWEST_WORDS = 4
_SMALL_IN_PROSE = 0.4


class Token(NamedTuple):
    """A word of a post, ``BREAK`` or ``COMMA``.

    Attributes:
        ends: whether nothing may follow in the same name: it was a possessive.
    """

    text: str
    ends: bool = False

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital, or has one inside as "iPhone"."""
        return self.text[:1].isupper() or (self.text[1:2].isupper() and self.text[:1].isalpha())


_BREAK, _COMMA = Token(BREAK), Token(COMMA)


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a text in which tags, handles and links are NUL already."""
    for found in _TOKEN.finditer(text):
        kind, word = found.lastgroup, found[0]
        if kind == "word":
            bare = _POSSESSIVE.sub("", word) if word[-1] in "sS" else word
            yield Token(bare, ends=bare != word)
        elif kind == "whole":
            yield Token(word)
        else:
            yield _COMMA if kind == "comma" else _BREAK


def is_prose(words: list[Token]) -> bool:
    """Return whether case tells names in a text: headlines and shouting begin most words with a capital."""
    said = [token.text for token in words if token.text[:1].isalpha()]
    small = sum(word[0].islower() for word in said)
    return len(said) < _FEWEST_WORDS or small >= _SMALL_IN_PROSE * len(said)
