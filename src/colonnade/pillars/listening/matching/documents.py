"""A post as a query sees it: its words with their places, its handles and tags, and what is said of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from colonnade.pillars.listening.query.tokens import (
    EMOJI,
    HANDLE,
    HASHTAG,
    cased,
    handles,
    hashtags,
    haystack,
    normalise,
    words,
)

LONGEST = 100_000
"""Characters of a post that are looked at; what stands behind them is no post any more."""

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://(?:www\.)?|^www\.", re.IGNORECASE)
# The same as the questions count as a question (questions/corpus.py): not the "?" inside a link.
_QUESTION = re.compile("[\uff1f\u061f]|[?](?:$|[^a-zA-Z0-9_=&])")
_EMOJI = re.compile(EMOJI)
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|mp4|webm|mov)(?:$|[?#])"
    r"|^(?:pic\.(?:twitter|x)\.com|youtu\.be|(?:m\.)?youtube\.com/(?:watch|shorts|live)|vimeo\.com"
    r"|(?:i\.)?imgur\.com|instagram\.com/(?:p|reel)|tiktok\.com/@[^/]+/video|flic\.kr|twitch\.tv)(?:/|\?|$)"
)
_BARE_MEDIA = re.compile(r"\bpic\.(?:twitter|x)\.com/\w", re.IGNORECASE)
_REPOST = re.compile(r"\s*(?:RT|MT) @\w")


class Post(NamedTuple):
    """What is known of a post.

    Attributes:
        text: as it was published.
        language: ISO 639-1 code; "und" or empty where it is not known.
        author: the author's handle.
        author_id: the author's id, such as "x:alice".
        channel: network or site.
        url: the post's own address.
        reply: whether it answers another post.
    """

    text: str
    language: str = ""
    author: str = ""
    author_id: str = ""
    channel: str = ""
    url: str = ""
    reply: bool = False


POST_COLUMNS = ("text", "language", "author_handle", "author_id", "channel", "url", "in_reply_to")
"""Columns of a mention that queries ask about."""


def posts_of(columns: Mapping[str, Sequence[str | None]]) -> Iterator[Post]:
    """Yield the posts in columns of ``warehouse.tables.MENTIONS``, of which ``POST_COLUMNS`` are needed."""
    for text, language, handle, author, channel, url, parent in zip(
        *(columns[name] for name in POST_COLUMNS), strict=True
    ):
        yield Post(
            text or "", language or "", handle or "", author or "", channel or "", url or "", bool(parent)
        )


Span = tuple[int, int]
"""Places of the first and the last word of something found, counted from 0."""


class Document:
    """A post taken apart; each part is made when it is first asked for.

    Args:
        straw: the haystack of its text (see ``tokens.haystack``), where it is made already.
    """

    def __init__(self, post: Post, straw: bytes = b"") -> None:
        self.post = post
        self.text = post.text[:LONGEST]
        self._straw = straw

    @cached_property
    def normal(self) -> str:
        """The text, normalised."""
        return normalise(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words in order."""
        return (self._straw or haystack(self.text)).decode().split()

    @cached_property
    def cased(self) -> list[str]:
        """The words in order, in the case they were written in."""
        return words(cased(self.text))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            found.setdefault(word, []).append(place)
        return found

    @cached_property
    def marks(self) -> dict[str, list[Span]]:
        """Where each handle and tag stands, with its sign, among the words."""
        found: dict[str, list[Span]] = {}
        at = place = 0
        for start, end, name in sorted(_marks_in(self.normal)):
            if start >= at:
                place += len(words(self.normal[at:start]))
                at = start
            first = place
            last = first + max(1, len(words(self.normal[start:end]))) - 1
            found.setdefault(name, []).append((first, last))
        return found

    @cached_property
    def links(self) -> list[str]:
        """Addresses in the text, without scheme and "www."."""
        return [bare_address(link) for link in _LINK.findall(self.text)]

    @cached_property
    def address(self) -> str:
        """The post's own address, without scheme and "www."."""
        return bare_address(self.post.url)

    @cached_property
    def host(self) -> str:
        """The site that the post was published on, as far as its address or channel tells."""
        try:
            host = urlsplit(self.post.url).hostname or ""
        except ValueError:  # brackets that hold no address
            host = ""
        return (host or normalise(self.post.channel)).removeprefix("www.")

    def has(self, what: str) -> bool:
        """Return whether the post holds ``what``, one of ``fields.HAS``."""
        if what == "link":
            return bool(self.links)
        if what == "media":
            return bool(_BARE_MEDIA.search(self.text)) or any(map(_MEDIA.search, self.links))
        if what == "question":
            return bool(_QUESTION.search(self.text))
        if what == "emoji":
            return bool(_EMOJI.search(self.normal))
        sign = {"hashtag": "#", "handle": "@"}[what]
        return any(name.startswith(sign) for name in self.marks)

    def is_kind(self, kind: str) -> bool:
        """Return whether the post is of a ``kind`` of ``fields.IS``."""
        return bool(_REPOST.match(self.text)) if kind == "repost" else self.post.reply


def bare_address(address: str) -> str:
    """Return an address as queries name it: without scheme, "www." and a final slash, in small letters."""
    return _SCHEME.sub("", normalise(address).strip()).rstrip("/.,;:!)")


def _marks_in(normal: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name (with its sign) of the handles and tags of normalised text."""
    if "@" in normal:
        for found in HANDLE.finditer(normal):
            for name in handles(found[0]):
                yield found.start(), found.start() + 1 + len(name), f"@{name}"
    if "#" in normal:
        for found in HASHTAG.finditer(normal):
            for tag in hashtags(found[0]):
                yield found.start(), found.end(), f"#{tag}"
