"""Texts inside a ZIP archive or a plain file, never more than a limit."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from colonnade.pillars.listening.importing.reading.encoding import lenient
from colonnade.pillars.listening.importing.reading.layout import Unreadable
from colonnade.pillars.listening.importing.reading.octets import Octets

MAGIC = b"PK\x03\x04"
_HEAD = 64 * 1024  # characters in which an array must begin
_MOST_MEMBERS = 200_000


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise Unreadable(f"The ZIP archive is cut off or damaged ({error}). Fetch it again.") from error
    except (NotImplementedError, RuntimeError) as error:  # a compression of its own, or a password
        raise Unreadable(f"The ZIP archive cannot be unpacked: {error}.") from error


def names_in(path: Path) -> list[str]:
    """Return the names in a ZIP archive; none where it is no archive or a damaged one."""
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return []
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[:_MOST_MEMBERS]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return []


@contextmanager
def text_in(path: Path, name: str, *, most_bytes: int) -> Iterator[IO[str]]:
    """Open a text inside a ZIP archive, or the file itself where ``name`` is empty.

    Raises:
        Unreadable: where it is damaged, or unpacks to more than ``most_bytes``.
    """
    if not name:
        with Octets(path, most_bytes=most_bytes) as octets:
            yield _decoded(octets.stream)
        return
    with _clear_errors(), zipfile.ZipFile(path) as archive:
        if archive.getinfo(name).file_size > most_bytes:  # zipfile unpacks no more than is declared
            raise Unreadable(f"{name} unpacks to more than {most_bytes // 1024**2:,} MB.")
        with archive.open(name) as member:
            yield _decoded(member)


def _decoded(octets: IO[bytes]) -> IO[str]:
    return io.TextIOWrapper(octets, encoding="utf-8", errors=lenient("utf-8"), newline="")


class _Rest(io.TextIOBase):
    """A text of which some was read already."""

    def __init__(self, head: str, text: IO[str]) -> None:
        self._head, self._text = head, text

    def read(self, size: int | None = -1) -> str:
        """Return what is left of the head, then the text."""
        if self._head:
            head, self._head = self._head, ""
            return head
        return self._text.read(-1 if size is None else size)


def array_behind(text: IO[str], marker: str) -> IO[str]:
    """Return ``text`` from the bracket on that opens the first array behind ``marker``.

    Raises:
        Unreadable: where there is none near the beginning.
    """
    head = text.read(_HEAD)
    at = head.find("[", max(0, head.find(marker)))
    if at < 0 or marker not in head:
        raise Unreadable(f"There is no list of posts in the archive ({marker} is missing).")
    return cast("IO[str]", _Rest(head[at:], text))  # it is read, and nothing else
