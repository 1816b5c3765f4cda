"""The outbox of a Mastodon account (ActivityPub, W3C 2018): ``outbox.json``, alone or in its ZIP file."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from colonnade.channels.contract import text_of_html
from colonnade.pillars.listening.importing.reading.archives.entries import Entry, broken, first, post
from colonnade.pillars.listening.importing.reading.archives.packed import (
    MAGIC,
    array_behind,
    names_in,
    text_in,
)
from colonnade.pillars.listening.importing.reading.json_text import objects_of_array

_NAME = "outbox.json"
_MARKER = '"orderedItems"'
_PUBLIC = ('"https://www.w3.org/ns/activitystreams#Public"', '"as:Public"')
_HEAD = 64 * 1024  # bytes


def recognises(path: Path, start: bytes) -> bool:
    """Return whether a file is such an outbox."""
    head = start[:_HEAD]
    alone = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"OrderedCollection"' in head
    if start.startswith(MAGIC):
        return _member(names_in(path)) is not None
    return alone and _MARKER.encode() in head


def _member(names: list[str]) -> str | None:
    return next((name for name in names if name == _NAME or name.endswith(f"/{_NAME}")), None)


def entries(path: Path, most_bytes: int) -> Iterator[Entry]:
    """Yield the public posts of an outbox in its order; boosts are left out."""
    names = names_in(path)
    with text_in(path, _member(names) or "", most_bytes=most_bytes) as text:
        for number, cells, raw, problem in objects_of_array(array_behind(text, _MARKER)):
            if cells is None:
                yield broken(number, raw, problem)
            elif (found := _post(number, cells)) is not None:
                yield found


def _post(number: int, cells: dict[str, str]) -> Entry | None:
    """Return an activity as a post; None for one that is none, or was not written for everybody."""
    addressed = "".join(f'["{value}"]{value}' for value in (cells.get("to", ""), cells.get("cc", "")))
    if cells.get("type") != "Create" or not any(public in addressed for public in _PUBLIC):
        return None
    try:
        text = text_of_html(cells.get("object.content", ""))
    except ValueError as error:
        return broken(number, cells.get("object.id", ""), str(error))
    warning = cells.get("object.summary", "")
    if not text and not warning:
        return None
    return post(
        number,
        published_at=first(cells, "object.published", "published"),
        text=f"{warning}\n{text}".strip(),
        channel="mastodon",
        external_id=cells.get("object.id", ""),
        url=first(cells, "object.url", "object.id"),
        author_handle=handle_of_actor(first(cells, "object.attributedTo", "actor")),
        in_reply_to=cells.get("object.inReplyTo", ""),
        likes=cells.get("object.likes.totalItems", ""),
        reposts=cells.get("object.shares.totalItems", ""),
    )


def handle_of_actor(address: str) -> str:
    """Return "ana@social.example" of "https://social.example/users/ana"; else the address as it is."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    name = parts.path.rstrip("/").rpartition("/")[2].removeprefix("@")
    return f"{name}@{parts.hostname}" if name and parts.hostname else address
