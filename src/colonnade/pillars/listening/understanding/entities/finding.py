"""Entities of a post: what is marked as one, what the organisation knows, and names."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

from ahocorasick_rs import AhoCorasick

from colonnade.pillars.listening.query.tokens import HANDLE, HASHTAG, cased, normalise, words
from colonnade.pillars.listening.understanding.entities.kinds import Kind, kind_of
from colonnade.pillars.listening.understanding.entities.names import names
from colonnade.pillars.listening.understanding.text import MAX_CHARACTERS

EntityKind = Kind | Literal["brand", "hashtag", "cashtag", "mention", "url"]
MOST = 50
"""Entities that are told of one post."""

_MARKED: tuple[tuple[EntityKind | None, str, re.Pattern[str]], ...] = (
    ("url", ".", re.compile(r"(?:https?://|www\.)[^\s<>\"\x00]+", re.IGNORECASE)),
    ("mention", "@", HANDLE),
    (None, "@", re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")),  # a person's address is told to nobody
    ("hashtag", "#", HASHTAG),
    ("cashtag", "$", re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}(?:\.[A-Za-z]{1,2})?(?![\w$])")),
)
"""Kind, a character that all of the kind hold, and what they look like."""

_BEHIND_LINK = ".,:;!?'\")]}\u2026"
_NUMBER = re.compile(r"[#\d_]+")


@dataclass(frozen=True)
class Entity:
    """Something that a post names.

    Attributes:
        text: as the post writes it, without a possessive; of a brand, as the organisation writes it.
    """

    kind: EntityKind
    text: str


class Known:
    """What an organisation listens for, found in any case.

    Args:
        terms: words and phrases, each with the name under which it is told.
    """

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        spelt = {" ".join(words(normalise(term))): name for term, name in terms}
        spelt.pop("", None)
        self._terms = list(spelt.items())
        self._automaton = AhoCorasick([f" {term} " for term in spelt])

    def found(self, text: str) -> list[tuple[str, str]]:
        """Return the terms that a text holds, normalised, each with its name, in order."""
        line = f" {' '.join(words(normalise(text)))} "
        # Neighbouring terms share the space between them, hence overlapping.
        found = sorted(self._automaton.find_matches_as_indexes(line, overlapping=True), key=itemgetter(1))
        return [self._terms[place] for place, _start, _end in found]


def find_entities(text: str, *, english: bool, known: Known | None = None) -> tuple[Entity, ...]:
    """Return what the first 1,000 characters of a post name: marked things, brands, names; each once.

    Args:
        text: as it was written.
        english: whether names are told by their capitals, which is done in English alone.
        known: what the organisation listens for; a name that is one of these is told as a brand only.
    """
    found, rest = _marked(text)
    brands = known.found(rest) if known else []
    found += [Entity("brand", name) for _term, name in brands]
    if english:
        of_brands = {word for term, _name in brands for word in term.split()}
        told = [name for name in names(rest) if not of_brands.issuperset(words(normalise(name)))]
        found += [Entity(kind_of(name), name) for name in told]
    return tuple(dict.fromkeys(found))[:MOST]


def hidden(text: str) -> str:
    """Return the first 1,000 characters of a text with NUL in the place of marked things."""
    _found, rest = _marked(text)
    return rest


def _marked(text: str) -> tuple[list[Entity], str]:
    """Return the marked things of a text, and the text with NUL in their place."""
    start = text[:MAX_CHARACTERS]
    rest = cased(html.unescape(start) if "&" in start else start).replace("\x00", " ")
    found: list[Entity] = []
    for kind, holds, pattern in _MARKED:
        if holds not in rest:
            continue
        if kind is not None:
            found += [Entity(kind, sign) for sign in _signs(pattern, rest)]
        rest = pattern.sub(" \x00 ", rest)
    return found, rest


def _signs(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        sign = match[0].rstrip(_BEHIND_LINK)
        if len(sign) > 1 and not _NUMBER.fullmatch(sign):
            yield sign
