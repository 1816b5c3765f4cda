"""Rows kept aside: in a file while importing, as CSV for the person who mends them."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from colonnade.core.spreadsheet import guarded

MOST_SHOWN = 8 * 1024 * 1024  # bytes that a look at the first rows may take
_BLANK = b"null"  # begins the line of a row that was blanked; any other begins with a bracket
ROW_COLUMN, REASON_COLUMN = "row kept aside", "reason"


class Aside(NamedTuple):
    """A row that is kept aside, and why.

    Attributes:
        number: as ``reading.Row`` counts.
    """

    number: int
    reason: str
    cells: tuple[str, ...]


def is_download(columns: Sequence[str]) -> bool:
    """Return whether a file with these columns is one that ``as_csv`` wrote."""
    return tuple(columns[:2]) == (ROW_COLUMN, REASON_COLUMN)


def append(path: Path, rows: Sequence[Aside], *, certain_bytes: int) -> int:
    """Add rows to the file at ``path`` and return its new size.

    Args:
        certain_bytes: what is known to be good of it; anything beyond was left by an interruption and goes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.truncate(certain_bytes)
        for row in rows:
            file.write(json.dumps(list(row)).encode() + b"\n")
        return file.tell()


def read(path: Path, *, certain_bytes: int) -> Iterator[Aside]:
    """Yield the rows kept aside, in the order of the file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        left = certain_bytes
        for line in file:
            left -= len(line)
            if left < 0:
                return
            if line.startswith(_BLANK):
                continue
            number, reason, cells = json.loads(line)
            yield Aside(number, reason, tuple(cells))


def blank(path: Path, unwanted: Callable[[Aside], bool], *, certain_bytes: int) -> int:
    """Overwrite the rows that are ``unwanted`` where they stand, and return how many.

    Every other row keeps its place, so that an import that adds rows meanwhile is not disturbed. Cut off
    within a row, that row counts as blank and is blanked to its end by the next call.
    """
    blanked = 0
    if not path.exists():
        return blanked
    with path.open("r+b") as file:
        start = 0
        while start < certain_bytes and (line := file.readline()):
            if _to_blank(line, unwanted):
                file.seek(start)
                file.write(_BLANK + b" " * (len(line) - len(_BLANK) - 1) + b"\n")
                file.flush()
                blanked += 1
            start += len(line)
        os.fsync(file.fileno())
    return blanked


def _to_blank(line: bytes, unwanted: Callable[[Aside], bool]) -> bool:
    if line.startswith(_BLANK):
        return line.strip() != _BLANK
    number, reason, cells = json.loads(line)
    return unwanted(Aside(number, reason, tuple(cells)))


def first(path: Path, count: int, *, certain_bytes: int) -> list[Aside]:
    """Return the first ``count`` rows kept aside, fewer where they are very long."""
    return list(islice(read(path, certain_bytes=min(certain_bytes, MOST_SHOWN)), count))


def as_csv(rows: Iterator[Aside], columns: Sequence[str]) -> Iterator[bytes]:
    """Yield the rows as CSV with their number and the reason in front, to be mended and imported again.

    Cells that a spreadsheet would run as formulas are guarded; importing takes the guard off again.
    """
    yield b"\xef\xbb\xbf" + _line([ROW_COLUMN, REASON_COLUMN, *columns])
    for row in rows:
        yield _line([str(row.number), row.reason, *(guarded(cell) for cell in row.cells)])


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()
