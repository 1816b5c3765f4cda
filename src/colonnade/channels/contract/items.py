"""What a connector hands over: posts, and where to go on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from colonnade.channels.contract.text import LONGEST_TEXT, one_line, plain_text, well_formed

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # nothing that people call a post is older
_MOST = 2**62
_LONGEST_URL = 2_000
_LONGEST_ID = 500

Raw = TypeVar("Raw")
Item = TypeVar("Item")


def _whole(value: object) -> object:
    return well_formed(value) if isinstance(value, str) else value


def _utc(moment: datetime) -> datetime:
    if moment < EARLIEST:
        raise ValueError(f"{moment.isoformat()} is before {EARLIEST.year}")
    return moment.astimezone(UTC)


def _link(address: str) -> str | None:
    return address if address.lower().startswith(("https://", "http://")) else None


def _some(text: str) -> str | None:
    return text or None


def _worded(text: str) -> str:
    if not text:
        raise ValueError("there are no words in it")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"it has {len(text):,} characters; the most is {LONGEST_TEXT:,}")
    return text


_String = Annotated[str, BeforeValidator(_whole)]
Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
"""A time with its zone, turned to UTC."""
Text = Annotated[_String, AfterValidator(plain_text), AfterValidator(_worded)]
Name = Annotated[_String, AfterValidator(one_line), AfterValidator(_some)]
"""A name in one line; None where nothing is left of it."""
Link = Annotated[_String, AfterValidator(one_line), Field(max_length=_LONGEST_URL), AfterValidator(_link)]
"""A link that can be followed safely; None for any other."""
Id = Annotated[_String, AfterValidator(one_line), Field(min_length=1, max_length=_LONGEST_ID)]
Count = Annotated[int, Field(ge=0, lt=_MOST, strict=True)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(_Frozen):
    """Who wrote a post.

    Attributes:
        handle: without "@", as the network writes it.
        key: the network's own lasting id, which serves where a post names no handle.
        followers: None where unknown.
    """

    handle: Name | None = None
    name: Name | None = None
    key: Name | None = None
    followers: Count | None = None


class Engagement(_Frozen):
    """How much a post was answered; None where the network does not tell."""

    likes: Count | None = None
    replies: Count | None = None
    reposts: Count | None = None
    views: Count | None = None


class Heard(_Frozen):
    """A post as it is stored.

    Every text comes out safe: well-formed Unicode, no control characters. A value that cannot be a post's
    raises pydantic's ``ValidationError``, which is a ``ValueError``.

    Attributes:
        network: "bluesky", "x", or for feeds and forums the site, such as "blog.example.com"; with
            ``external_id`` it names the post for ever, also in files that people import.
        external_id: the network's id of the post.
        text: what was written, as plain text; titles stand on a line of their own.
        published_at: as the network says it; with a zone.
        in_reply_to: ``external_id`` of the post it answers.
        place: where its author says to be.
        community: the part of the network it was written in, such as "r/excavators"; None for the whole.
        edited_at: when its author last changed the words; of two wordings the later one is kept. None where
            it never was, or the network does not tell.
        known_as: the name by which the source will say that it is gone, where that is not ``external_id``.
    """

    network: Id
    external_id: Id
    text: Text
    published_at: Moment
    url: Link | None = None
    author: Author = Author()
    engagement: Engagement = Engagement()
    in_reply_to: Id | None = None
    place: Name | None = None
    community: Name | None = None
    edited_at: Moment | None = None
    known_as: Id | None = None


class Gone(_Frozen):
    """What a network no longer shows: one post, or all posts of an account; one of three names says which.

    Attributes:
        external_id: of the post.
        known_as: by what the source named the post (``Heard.known_as``), where it tells no more.
        beginning: how the ``external_id`` of every post of the account begins.
        for_good: whether the posts may never come back; those of an account that only rests may.
    """

    network: Id
    external_id: Id | None = None
    known_as: Id | None = None
    beginning: Id | None = None
    for_good: bool = True

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        if sum(name is not None for name in (self.external_id, self.known_as, self.beginning)) != 1:
            raise ValueError("it is named by its id, by the source's name for it, or by a beginning")
        return self

    def means(self, post: Heard) -> bool:
        """Return whether ``post`` is gone by this."""
        if post.network != self.network:
            return False
        if self.beginning is not None:
            return post.external_id.startswith(self.beginning)
        return self.external_id == post.external_id or (
            self.known_as is not None and self.known_as == post.known_as
        )


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A span of time of which posts are missing, though there may have been some.

    Attributes:
        start, end: with zone; ``start`` is the last moment that was surely heard.
        reason: a sentence for people.
    """

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer's worth of posts.

    Attributes:
        items: posts, in any order; one that was handed over before does no harm.
        changed: posts in new words that matter only where they are stored already.
        gone: what is no longer shown; it counts after ``items`` and ``changed``.
        next_cursor: what to hand back for the next fetch; the core stores it and never looks inside.
            It is stored after the posts are, so a crash in between hands some posts over again.
        more: whether another fetch at once would find more.
        skipped: why some of the network's items are no posts, one reason each.
        silence: what this source can never hand over any more, where the connector can tell.
    """

    items: tuple[Heard, ...] = ()
    changed: tuple[Heard, ...] = ()
    gone: tuple[Gone, ...] = ()
    next_cursor: str | None = None
    more: bool = False
    skipped: tuple[str, ...] = ()
    silence: Silence | None = None


def each(raws: Iterable[Raw], read: Callable[[Raw], Item | None]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Return (posts, reasons): what ``read`` makes of each item; None drops one that is not meant.

    One item that cannot be read never costs the others: its ``ValueError`` becomes a reason.
    """
    items: list[Item] = []
    skipped: list[str] = []
    for raw in raws:
        try:
            item = read(raw)
        except ValueError as error:
            skipped.append(_first_line(error))
        else:
            if item is not None:
                items.append(item)
    return tuple(items), tuple(skipped)


def _first_line(error: ValueError) -> str:
    details = getattr(error, "errors", None)
    if callable(details):  # pydantic's, whose own text spreads over lines and repeats the input
        first = details(include_input=False, include_url=False)[0]
        place, words = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
        return f"{place}: {words}"[:200]
    return one_line(str(error))[:200]
