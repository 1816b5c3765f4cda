"""Bytes of a file, unpacked where it is gzipped, never more than a limit."""

import gzip
import io
import zlib
from pathlib import Path
from types import TracebackType

from colonnade.pillars.listening.importing.reading.layout import Unreadable

BUFFER = 1024 * 1024  # bytes
_GZIP = b"\x1f\x8b"
_FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive. Save the sheet as CSV, or unpack the archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook. Save the sheet as CSV"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3\0", "an SQLite database. Export the table as CSV"),
    (b"BZh", "a bzip2 archive. Unpack it, or pack it with gzip"),
    (b"\xfd7zXZ\0", "an xz archive. Unpack it, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive. Unpack it, or pack it with gzip"),
    (b"\x7fELF", "a program"),
)


class _Limited(io.RawIOBase):
    """Reads from ``source`` and stops with ``Unreadable`` after ``limit`` bytes."""

    def __init__(self, source: gzip.GzipFile | io.BufferedReader, limit: int) -> None:
        self._source, self._left, self._limit = source, limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # typeshed's Buffer
        try:
            data = self._source.read(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise Unreadable(
                f"The gzip file is cut off or damaged after {self._limit - self._left:,} bytes ({error}). "
                "Fetch it again."
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable(
                f"The file unpacks to more than {self._limit // 1024**2:,} MB. Split it into smaller files."
            )
        buffer[: len(data)] = data
        return len(data)


class Octets:
    """A file opened for reading.

    Attributes:
        stream: its (unpacked) bytes.
        compressed: whether it is gzipped.
        size: bytes on disk.

    Raises:
        Unreadable: where there is no such file, it is empty or a folder, or may not be read.
    """

    def __init__(self, path: Path, *, most_bytes: int) -> None:
        self._disk = _open(path)
        self.size = path.stat().st_size
        self.compressed = self._disk.peek(2)[:2] == _GZIP
        source = gzip.GzipFile(fileobj=self._disk) if self.compressed else self._disk
        self.stream = io.BufferedReader(_Limited(source, most_bytes), buffer_size=BUFFER)

    def fraction(self) -> float:
        """Return how much of the file on disk was read, 0 to 1."""
        return min(1.0, self._disk.tell() / self.size) if self.size else 1.0

    def refuse_foreign(self) -> None:
        """Raise ``Unreadable`` where the first bytes are those of something else than a table."""
        start = self.stream.peek(16)[:16]
        if not start.strip():
            raise Unreadable("The file is empty.")
        for magic, what in _FOREIGN:
            if start.startswith(magic):
                raise Unreadable(f"This is {what}: CSV, JSON Lines and Parquet can be imported.")

    def __enter__(self) -> "Octets":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stream.close()
        self._disk.close()


def _open(path: Path) -> io.BufferedReader:
    if path.is_dir():
        raise Unreadable(f"{path} is a folder: name a file.")
    if not path.exists():
        raise Unreadable(f"There is no file {path}.")
    if not path.is_file():
        raise Unreadable(f"{path} is not an ordinary file: copy it into one first.")
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
