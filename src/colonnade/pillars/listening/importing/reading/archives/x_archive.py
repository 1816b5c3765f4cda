"""The archive that X gives to a member: ``data/tweets.js`` in a ZIP file, or that file alone."""

import html
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from colonnade.pillars.listening.importing.reading.archives.entries import Entry, broken, first, post
from colonnade.pillars.listening.importing.reading.archives.packed import (
    MAGIC,
    array_behind,
    names_in,
    text_in,
)
from colonnade.pillars.listening.importing.reading.json_text import objects_of_array

_TWEETS = re.compile(r"(?:^|/)data/tweets?(?:-part\d+)?\.js")
_ACCOUNT = re.compile(r"(?:^|/)data/account\.js")
_ALONE = b"window.YTD.tweet"
_MARKER = "window.YTD."
_REPOST = "RT @"


def recognises(path: Path, start: bytes) -> bool:
    """Return whether a file is such an archive."""
    alone = start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_ALONE)
    return alone or (start.startswith(MAGIC) and any(_TWEETS.search(name) for name in names_in(path)))


def entries(path: Path, most_bytes: int) -> Iterator[Entry]:
    """Yield the posts of an archive in its order; reposts are left out."""
    names = names_in(path)
    handle, name = _account(path, names, most_bytes)
    number = 0
    for part in sorted(name for name in names if _TWEETS.search(name)) or [""]:
        with text_in(path, part, most_bytes=most_bytes) as text:
            for _place, cells, raw, problem in objects_of_array(array_behind(text, _MARKER)):
                number += 1
                if cells is None:
                    yield broken(number, raw, problem)
                elif (found := _post(number, cells, handle, name)) is not None:
                    yield found


def _account(path: Path, names: list[str], most_bytes: int) -> tuple[str, str]:
    """Return (handle, name) of whose archive it is; empty where it does not say."""
    member = next((name for name in names if _ACCOUNT.search(name)), None)
    if member is None:
        return "", ""
    with text_in(path, member, most_bytes=most_bytes) as text:
        for _place, cells, _raw, _problem in objects_of_array(array_behind(text, _MARKER)):
            if cells is not None:
                return cells.get("account.username", ""), cells.get("account.accountDisplayName", "")
    return "", ""


def _post(number: int, cells: dict[str, str], handle: str, name: str) -> Entry | None:
    # Archives before 2019 have no "tweet" around each post.
    said = {key.removeprefix("tweet."): value for key, value in cells.items()}
    text, identity = first(said, "full_text", "text"), first(said, "id_str", "id")
    if not text or text.startswith(_REPOST):
        return None
    return post(
        number,
        published_at=_time(said.get("created_at", "")),
        text=html.unescape(text),  # "&", "<" and ">" are written as entities
        channel="x",
        external_id=identity,
        url=f"https://x.com/{handle or 'i'}/status/{identity}" if identity else "",
        author_handle=handle,
        author_name=name,
        in_reply_to=first(said, "in_reply_to_status_id_str", "in_reply_to_status_id"),
        likes=said.get("favorite_count", ""),
        reposts=said.get("retweet_count", ""),
    )


def _time(said: str) -> str:
    """Return a time such as "Wed Oct 10 20:19:24 +0000 2018" in ISO 8601; any other stays as it is."""
    try:
        return datetime.strptime(said, "%a %b %d %H:%M:%S %z %Y").isoformat()
    except ValueError:
        return said
