"""Links, mentions and tags in a text, by the bytes they stand at (``app.bsky.richtext.facet``)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_LINK = regex.compile(r"(?<![\p{L}\p{N}@/])https?://[^\s<>\"\u201c\u201d]+", regex.IGNORECASE)
_MENTION = regex.compile(rf"(?<![\p{{L}}\p{{N}}@./])@((?:{_LABEL}\.)+[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)")
# A tag begins after a space and is no number alone; marks of emoji and joiners end it.
_TAG = regex.compile(
    r"(?<!\S)[#\uff03]((?!\ufe0f)[^\s\u00ad\u2060\u200a-\u200d\u20e2]*"
    r"[^\d\s\p{P}\u00ad\u2060\u200a-\u200d\u20e2][^\s\u00ad\u2060\u200a-\u200d\u20e2]*)"
)
_CLOSING = ".,;:!?'\u2019\u2026"
_LONGEST_TAG = 64  # graphemes, as the lexicon allows


@dataclass(frozen=True, kw_only=True)
class Found:
    """Something in a text that leads elsewhere.

    Attributes:
        start, end: in bytes of UTF-8; ``end`` is the first byte after it.
        value: the address, the handle or the tag, without "@" and "#".
    """

    kind: Literal["link", "mention", "tag"]
    start: int
    end: int
    value: str


def found_in(text: str) -> list[Found]:
    """Return all that leads elsewhere, in order; nothing overlaps."""
    taken = 0
    facets = []
    for one in sorted([*_links(text), *_mentions(text), *_tags(text)], key=lambda found: found.start):
        if one.start >= taken:
            facets.append(one)
            taken = one.end
    return facets


def _links(text: str) -> Iterator[Found]:
    for match in _LINK.finditer(text):
        value = _trimmed(match[0])
        if "." in value.partition("://")[2]:
            yield _at(text, "link", match.start(), value, value)


def _mentions(text: str) -> Iterator[Found]:
    for match in _MENTION.finditer(text):
        yield _at(text, "mention", match.start(), match[0], match[1])


def _tags(text: str) -> Iterator[Found]:
    for match in _TAG.finditer(text):
        tag = regex.sub(r"\p{P}+$", "", match[1])
        if tag and len(regex.findall(r"\X", tag)) <= _LONGEST_TAG:
            yield _at(text, "tag", match.start(), match[0][: 1 + len(tag)], tag)


def _trimmed(address: str) -> str:
    """Return an address without what closes the sentence around it; brackets stay where they are paired."""
    while address and (
        address[-1] in _CLOSING or (address[-1] == ")" and address.count("(") < address.count(")"))
    ):
        address = address[:-1]
    return address


def _at(text: str, kind: Literal["link", "mention", "tag"], place: int, shown: str, value: str) -> Found:
    start = len(text[:place].encode())
    return Found(kind=kind, start=start, end=start + len(shown.encode()), value=value)
