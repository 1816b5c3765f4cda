"""A row as a post, or as a follower relation."""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple
from zoneinfo import ZoneInfo

from colonnade.pillars.listening.importing.fields import Field
from colonnade.pillars.listening.importing.plan import Plan
from colonnade.pillars.listening.importing.times import read_time
from colonnade.pillars.listening.importing.values import (
    BadValue,
    channel_of,
    channel_of_url,
    clean_text,
    count_of,
    handle_of,
    id_of,
    short_text,
    url_of,
)

_COUNTS = (Field.AUTHOR_FOLLOWERS, Field.LIKES, Field.REPLIES, Field.REPOSTS, Field.VIEWS)


class Post(NamedTuple):
    """What a row says of a post; the names are those of ``warehouse.tables.MENTIONS``.

    Attributes:
        measured_at: when the four figures were counted, UTC without a zone; None where the row does not say.
    """

    mention_id: str
    channel: str
    external_id: str | None
    url: str | None
    published_at: datetime
    author_id: str | None
    author_handle: str | None
    author_name: str | None
    author_followers: int | None
    text: str
    in_reply_to: str | None
    place: str | None
    community: str | None
    likes: int | None
    replies: int | None
    reposts: int | None
    views: int | None
    measured_at: datetime | None = None


class Follow(NamedTuple):
    """A follower relation; the names are those of ``warehouse.tables.FOLLOWS``."""

    channel: str
    follower_id: str
    followed_id: str


def author_key(channel: str, handle: str) -> str:
    """Return the id under which an author of a channel is known."""
    return f"{channel}:{handle.casefold()}"


def mention_key(channel: str, *parts: str) -> str:
    """Return a stable id: 128 bits of BLAKE2b over the channel and what names a post within it."""
    return blake2b("\0".join((channel, *parts)).encode(), digest_size=16).hexdigest()


class _Cells:
    """Picks a field's cell out of a row."""

    def __init__(self, plan: Plan, columns: Sequence[str]) -> None:
        self._places = {field: columns.index(name) for field, name in plan.mapping.items()}
        self._labels = plan.mapping
        self._counted = [field for field in _COUNTS if field in self._places]

    def get(self, cells: tuple[str, ...], field: Field) -> str:
        place = self._places.get(field)
        return "" if place is None else cells[place]

    def counts(self, cells: tuple[str, ...]) -> dict[str, int | None]:
        """Return the counts of a row; those without a column are None."""
        counts: dict[str, int | None] = dict.fromkeys(_COUNTS)
        for field in self._counted:
            try:
                counts[field] = count_of(cells[self._places[field]])
            except BadValue as error:
                raise BadValue(f"{self._labels[field]}: {error}") from None
        return counts


def post_reader(plan: Plan, columns: Sequence[str]) -> Callable[[tuple[str, ...]], Post]:
    """Return a function that reads a row's cells as a post.

    The function raises ``ValueError`` with the reason where they are none.
    """
    picked, zone = _Cells(plan, columns), ZoneInfo(plan.zone)

    def read(cells: tuple[str, ...]) -> Post:
        text = clean_text(picked.get(cells, Field.TEXT), entities=plan.entities)
        moment = picked.get(cells, Field.PUBLISHED_AT)
        published = read_time(moment, zone=zone, order=plan.order, latest=plan.latest)
        url = url_of(picked.get(cells, Field.URL))
        channel = _channel(picked.get(cells, Field.CHANNEL), plan, url)
        handle = handle_of(picked.get(cells, Field.AUTHOR_HANDLE))
        name = short_text(picked.get(cells, Field.AUTHOR_NAME), entities=plan.entities)
        author = handle or name
        external_id = id_of(picked.get(cells, Field.EXTERNAL_ID))
        counted = picked.get(cells, Field.MEASURED_AT)
        measured = read_time(counted, zone=zone, order=plan.order, latest=plan.latest) if counted else None
        return Post(
            mention_id=(
                mention_key(channel, external_id)
                if external_id
                else mention_key(channel, "", (author or "").casefold(), published.isoformat(), text)
            ),
            channel=channel,
            external_id=external_id,
            url=url,
            published_at=published.replace(tzinfo=None),
            author_id=author_key(channel, author) if author else None,
            author_handle=handle,
            author_name=name,
            text=text,
            in_reply_to=id_of(picked.get(cells, Field.IN_REPLY_TO)),
            place=short_text(picked.get(cells, Field.PLACE), entities=plan.entities),
            community=short_text(picked.get(cells, Field.COMMUNITY), entities=plan.entities),
            **picked.counts(cells),
            measured_at=None if measured is None else measured.replace(tzinfo=None),
        )

    return read


def _channel(cell: str, plan: Plan, url: str | None) -> str:
    channel = channel_of(cell) or plan.channel or (channel_of_url(url) if url else None)
    if not channel:
        raise BadValue("neither a channel nor a link says where the post comes from")
    return channel


def follow_reader(plan: Plan, columns: Sequence[str]) -> Callable[[tuple[str, ...]], Follow]:
    """Return a function that reads a row's cells as a follower relation; it raises as ``post_reader``'s."""
    picked = _Cells(plan, columns)

    def read(cells: tuple[str, ...]) -> Follow:
        channel = _channel(picked.get(cells, Field.CHANNEL), plan, None)
        follower = handle_of(picked.get(cells, Field.FOLLOWER))
        followed = handle_of(picked.get(cells, Field.FOLLOWED))
        if not follower or not followed:
            raise BadValue("both sides of the relation need an account")
        if follower.casefold() == followed.casefold():
            raise BadValue("nobody follows themself")
        return Follow(channel, author_key(channel, follower), author_key(channel, followed))

    return read
