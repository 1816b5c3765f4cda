"""What kind of file it is, and a row of it."""

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

Format = Literal["csv", "json_lines", "json_array", "parquet", "x_archive", "mastodon_outbox", "bluesky_car"]

FORMAT_NAMES: dict[Format, str] = {
    "csv": "CSV",
    "json_lines": "JSON Lines",
    "json_array": "JSON",
    "parquet": "Parquet",
    "x_archive": "X archive",
    "mastodon_outbox": "Mastodon outbox",
    "bluesky_car": "Bluesky repository",
}

MOST_COLUMNS = 500
LONGEST_RECORD = 32 * 1024 * 1024  # characters; bounds the memory that one row can take


class Unreadable(Exception):
    """A file that cannot be read as a table (any further); the message says why and what to do."""


class Layout(BaseModel):
    """How to read a file.

    Attributes:
        size: bytes on disk.
        compressed: whether it is gzipped.
        encoding: Python's name; empty for Parquet and for archives.
        delimiter: of CSV; empty otherwise.
        columns: their names, each once.
        header: whether the first row of a CSV holds the names.
        above: records of a CSV that stand above the header and are no part of the table.
        notes: what was assumed, for the person who imports.
    """

    model_config = ConfigDict(frozen=True)

    format: Format
    size: int
    compressed: bool = False
    encoding: str = ""
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    header: bool = True
    above: int = 0
    notes: tuple[str, ...] = ()


class Row(NamedTuple):
    """A row of a file.

    Attributes:
        number: as an editor shows it: the header of a CSV is row 1; lines of JSON and rows of Parquet from 1.
        cells: text by column; a short row is filled up with empty cells, surplus cells follow at the end.
        problem: why the row cannot be read; empty where it can.
    """

    number: int
    cells: tuple[str, ...]
    problem: str = ""


def unique_names(names: list[str]) -> tuple[str, ...]:
    """Return column names tidied, each once: an empty one is numbered, a repeated one gets a number.

    Raises:
        Unreadable: where there are more columns than a table of posts can have.
    """
    if len(names) > MOST_COLUMNS:
        raise Unreadable(
            f"The file has {len(names):,} columns; the most is {MOST_COLUMNS:,}. "
            "Keep only the columns about the posts and import it again."
        )
    taken: dict[str, None] = {}
    for number, name in enumerate(names, start=1):
        base = " ".join(name.replace("\0", " ").split())[:100] or f"column {number}"
        wanted, copy = base, 2
        while wanted in taken:
            wanted, copy = f"{base} ({copy})", copy + 1
        taken[wanted] = None
    return tuple(taken)
