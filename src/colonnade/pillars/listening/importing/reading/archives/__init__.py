"""Archives that networks give to their members: told by their content, read as rows of the same columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.importing.reading.archives import bluesky_car, mastodon_outbox, x_archive
from colonnade.pillars.listening.importing.reading.archives.entries import COLUMNS, Entry
from colonnade.pillars.listening.importing.reading.json_text import rows as rows_of
from colonnade.pillars.listening.importing.reading.layout import Format, Row

__all__ = ["ARCHIVES", "COLUMNS", "Archive", "recognised", "rows"]


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A kind of archive.

    Attributes:
        recognises: whether a file is one, by its path and its first bytes (unpacked where it is gzipped).
        entries: what it holds, by its path and the most bytes that it may unpack to.
        note: what is left out, a sentence for the person who imports.
    """

    recognises: Callable[[Path, bytes], bool]
    entries: Callable[[Path, int], Iterator[Entry]]
    note: str | Promise


ARCHIVES: dict[Format, Archive] = {
    "x_archive": Archive(
        recognises=x_archive.recognises,
        entries=x_archive.entries,
        note=_("This is an archive of an X account. Reposts of others are left out."),
    ),
    "mastodon_outbox": Archive(
        recognises=mastodon_outbox.recognises,
        entries=mastodon_outbox.entries,
        note=_(
            "This is the outbox of a Mastodon account. Boosts and posts that are not public are left out."
        ),
    ),
    "bluesky_car": Archive(
        recognises=bluesky_car.recognises,
        entries=bluesky_car.entries,
        note=_(
            "This is the repository of a Bluesky account. Its posts are read; likes, follows and reposts "
            "are not."
        ),
    ),
}


def recognised(path: Path, start: bytes) -> Format | None:
    """Return which kind of archive a file is, or None."""
    return next((name for name, archive in ARCHIVES.items() if archive.recognises(path, start)), None)


def rows(kind: Format, path: Path, *, most_bytes: int) -> Iterator[Row]:
    """Yield the posts of an archive as rows over ``COLUMNS``; those without words are left out.

    Raises:
        Unreadable: where it is damaged, or unpacks to more than ``most_bytes``.
    """
    return rows_of(ARCHIVES[kind].entries(path, most_bytes), COLUMNS)
