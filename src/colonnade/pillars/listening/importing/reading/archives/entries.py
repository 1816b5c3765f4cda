"""What all archives are read into."""

from collections.abc import Mapping

COLUMNS = (
    "published_at",
    "text",
    "channel",
    "external_id",
    "url",
    "author_handle",
    "author_name",
    "in_reply_to",
    "likes",
    "replies",
    "reposts",
)
"""The columns of every archive; their names are those of the fields that they hold."""

Entry = tuple[int, dict[str, str] | None, str, str]
"""Number within the archive, cells or None, what stood there, and why it is no post."""


def post(number: int, **cells: str) -> Entry:
    """Return a post."""
    return number, cells, "", ""


def broken(number: int, raw: str, problem: str) -> Entry:
    """Return an entry that cannot be read."""
    return number, None, raw, problem


def first(cells: Mapping[str, str], *names: str) -> str:
    """Return the first of these cells that is not empty."""
    return next((cells[name] for name in names if cells.get(name)), "")
