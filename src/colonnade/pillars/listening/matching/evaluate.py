"""Whether one post matches one query, and where: the meaning of the language, term by term.

The matcher asks this only of posts that hold a query's anchors, and only where anchors do not settle it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from heapq import heappop, heappush

from colonnade.pillars.listening.matching.documents import Document, Span
from colonnade.pillars.listening.query.nodes import (
    And,
    Cased,
    Field,
    Mark,
    Near,
    Node,
    Not,
    Or,
    Place,
)
from colonnade.pillars.listening.query.terms import WILD
from colonnade.pillars.listening.query.tokens import normalise

_HOW_MANY_PATTERNS = 4_096


def matches(node: Node, document: Document) -> bool:
    """Return whether the post matches."""
    if isinstance(node, And):
        return all(matches(part, document) for part in node.parts)
    if isinstance(node, Or):
        return any(matches(part, document) for part in node.parts)
    if isinstance(node, Not):
        return not matches(node.part, document)
    if isinstance(node, Near):
        return _near(node, document)
    if isinstance(node, Field):
        return _says(node, document)
    return next(spans(node, document), None) is not None


def spans(node: Place, document: Document) -> Iterator[Span]:
    """Yield where a term, or one of several, stands in the post, from its first word to its last."""
    if isinstance(node, Or):
        for part in node.parts:
            yield from spans(part, document)  # type: ignore[arg-type]  # parts of a place are places
    elif isinstance(node, Mark):
        yield from _mark_spans(node, document)
    elif isinstance(node, Cased):
        yield from _runs(document.cased, node.words)
    elif len(node.words) == 1:
        yield from ((place, place) for place in _word_places(node.words[0], document))
    else:
        yield from _phrase_spans(node.words, document)


@lru_cache(_HOW_MANY_PATTERNS)
def glob(pattern: str, *, single: bool = True) -> re.Pattern[str]:
    """Return what finds texts of which ``pattern`` is the whole, in time that grows with the text, no faster.

    A star takes as little as the next letters need and never gives that back (an atomic group): the first
    place where they stand is as good as any later one.

    Args:
        single: whether ``?`` stands for one letter; else it is only itself.
    """

    def letters(part: str) -> str:
        return "".join("." if single and letter == "?" else re.escape(letter) for letter in part)

    first, *rest = pattern.split("*")
    if not rest:
        return re.compile(rf"{letters(first)}\Z", re.DOTALL)
    middle = "".join(f"(?>.*?{letters(part)})" for part in rest[:-1] if part)
    # The last letters must stand behind all that was taken, hence the look ahead for their number.
    ending = f"(?=.{{{len(rest[-1])}}}).*(?<={letters(rest[-1])})" if rest[-1] else ".*"
    return re.compile(rf"{letters(first)}{middle}{ending}\Z", re.DOTALL)


def _word_places(word: str, document: Document) -> Iterator[int]:
    if not WILD.search(word):
        yield from document.places.get(word, ())
        return
    pattern, stem = glob(word), WILD.split(word, maxsplit=1)[0]
    for known, places in document.places.items():
        if known.startswith(stem) and pattern.match(known):  # the stem tells most words apart, and sooner
            yield from places


def _phrase_spans(wanted: tuple[str, ...], document: Document) -> Iterator[Span]:
    length = len(wanted)
    rest = [(offset, word) for offset, word in enumerate(wanted) if offset]
    for place in _word_places(wanted[0], document):
        last = place + length - 1
        if last < len(document.words) and all(
            _is_word(document.words[place + offset], word) for offset, word in rest
        ):
            yield place, last


def _is_word(found: str, wanted: str) -> bool:
    return bool(glob(wanted).match(found)) if WILD.search(wanted) else found == wanted


def _runs(words: list[str], wanted: tuple[str, ...]) -> Iterator[Span]:
    length = len(wanted)
    for place, word in enumerate(words):
        if word == wanted[0] and tuple(words[place : place + length]) == wanted:
            yield place, place + length - 1


def _mark_spans(mark: Mark, document: Document) -> Iterator[Span]:
    wanted = mark.sign + mark.name
    if not WILD.search(wanted):
        yield from document.marks.get(wanted, ())
        return
    pattern = glob(wanted)
    for name, found in document.marks.items():
        if pattern.match(name):
            yield from found


def _near(node: Near, document: Document) -> bool:
    """Return whether each part stands somewhere, none overlapping, each at most the distance from the next.

    One pass over all places in order. For each set of parts already brought together, only the one that
    ends last matters to what follows, so that time grows with the places and not with their pairs.
    """
    found: list[tuple[int, int, int]] = []
    for number, part in enumerate(node.parts):
        places = [(first, last, 1 << number) for first, last in spans(part, document)]
        if not places:
            return False
        found += places
    everything = (1 << len(node.parts)) - 1
    ends: dict[int, int] = {}  # set of parts -> place of the last word of the latest
    waiting: list[tuple[int, int]] = []  # (last word, set of parts): begun, not yet passed
    for first, last, bit in sorted(found):
        while waiting and waiting[0][0] < first:
            end, together = heappop(waiting)
            ends[together] = max(ends.get(together, -1), end)
        reached = {bit} | {
            together | bit
            for together, end in ends.items()
            if not together & bit and first - end <= node.distance
        }
        if everything in reached:
            return True
        for together in reached:
            heappush(waiting, (last, together))
    return False


def _says(field: Field, document: Document) -> bool:
    name, value, post = field.name, field.value, document.post
    if name == "lang":
        return value == (post.language or "und")
    if name == "author":
        return any(_is_value(value, said) for said in author_names(document))
    if name == "channel":
        return _is_value(value, normalise(post.channel))
    if name == "site":
        return document.host == value or document.host.endswith(f".{value}")
    if name == "url":
        return _holds(document.address, value)
    if name == "link":
        return any(_holds(link, value) for link in document.links)
    return document.has(value) if name == "has" else document.is_kind(value)


def author_names(document: Document) -> tuple[str, str]:
    """Return by what a query may name the author: handle and id."""
    post = document.post
    return " ".join(normalise(post.author).removeprefix("@").split()), normalise(post.author_id)


def _is_value(wanted: str, said: str) -> bool:
    return bool(glob(wanted, single=False).match(said)) if "*" in wanted else said == wanted


def _holds(address: str, part: str) -> bool:
    return bool(glob(f"*{part}*", single=False).match(address)) if "*" in part else part in address
