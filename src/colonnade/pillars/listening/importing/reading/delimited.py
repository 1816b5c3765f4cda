"""CSV and its relatives: which delimiter, which header, and every record, also the broken ones."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import IO

from colonnade.pillars.listening.importing.reading.encoding import repair
from colonnade.pillars.listening.importing.reading.layout import (
    LONGEST_RECORD,
    Layout,
    Row,
    Unreadable,
    unique_names,
)

DELIMITERS = ",;\t|"
UNCLOSED = "a quotation mark opens in this row and never closes"
# Python's own bound on a cell is 128 kB; records are bounded here instead.
csv.field_size_limit(2**31 - 1)

_DATA = re.compile(r"[-+\d.,:/\s]*\d[-+\d.,:/\s]*([ap]m|z)?|https?://\S+", re.IGNORECASE)


class _RecordTooLong(Exception):
    """A record that spans more lines than any post."""


class _Lines:
    """Physical lines, of which the present record's are remembered so that they can be put back."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._back: list[str] = []
        self.record: list[str] = []
        self._length = 0
        self.ran_out = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._length > LONGEST_RECORD:
            raise _RecordTooLong
        line = self._back.pop() if self._back else repair(self._text.readline(LONGEST_RECORD + 1))
        if not line:
            self.ran_out = True
            raise StopIteration
        if len(line) > LONGEST_RECORD:
            raise Unreadable(
                f"One line is longer than {LONGEST_RECORD:,} characters: this is not a table of posts."
            )
        self.record.append(line)
        self._length += len(line)
        return line

    def begin_record(self) -> None:
        self.record, self._length = [], 0

    def put_back_all_but_the_first(self) -> str:
        first, *rest = self.record
        self._back.extend(reversed(rest))
        return first


def records(text: IO[str], delimiter: str, *, width: int = 0) -> Iterator[tuple[list[str], str]]:
    """Yield (cells, problem) for every record; one with a problem has its line as its only cell.

    A stray quotation mark would swallow the lines up to the next one, or the rest of the file. So a record
    of several lines is believed only where its quotations are sound and it has no more than ``width`` cells;
    else its first line alone is given up and reading goes on with the second.

    Args:
        text: opened with ``newline=""``.
        width: how many columns there are; 0 while that is unknown.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_record()
        try:
            cells = next(reader)
            sound = not (width and len(lines.record) > 1 and len(cells) > width)
        except StopIteration:
            return
        except (_RecordTooLong, csv.Error):
            sound = False
        if sound:
            yield cells, ""
        else:
            yield _mended(lines.put_back_all_but_the_first(), delimiter)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)


def _mended(line: str, delimiter: str) -> tuple[list[str], str]:
    """Return the cells of a line whose quotation marks are loose but closed, else the line and why not."""
    fields = _Lines(io.StringIO(line, newline=""))
    cells = next(csv.reader(fields, delimiter=delimiter))
    return ([line.rstrip("\r\n")], UNCLOSED) if fields.ran_out else (cells, "")


def sniff_delimiter(sample: str) -> str:
    """Return the delimiter that parts the header and most of the records into equally many cells."""
    best, best_score = ",", (0.0, 1)
    for delimiter in DELIMITERS:
        widths = [
            len(cells) for cells, problem in records(io.StringIO(sample, newline=""), delimiter) if cells
        ]
        if not widths or widths[0] < 2:
            continue
        score = (Counter(widths)[widths[0]] / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def has_header(first: list[str]) -> bool:
    """Return whether a first record holds names: no cell of it is a number, a time or a link."""
    return not any(_DATA.fullmatch(cell.strip()) for cell in first)


def read_columns(text: IO[str], delimiter: str, *, above: int = 0) -> tuple[tuple[str, ...], bool]:
    """Return the columns' names and whether the file has a header row below the ``above`` first records."""
    for cells, problem in islice(records(text, delimiter), above, None):
        if problem:
            raise Unreadable(f"The first row cannot be read: {problem}.")
        if any(cell.strip() for cell in cells):
            header = has_header(cells)
            return unique_names(cells if header else [""] * len(cells)), header
    raise Unreadable("The file holds no row.")


def rows(text: IO[str], layout: Layout) -> Iterator[Row]:
    """Yield the data rows, blank ones too, with the row numbers that a spreadsheet shows."""
    width = len(layout.columns)
    header_due = layout.header
    for number, (cells, problem) in enumerate(records(text, layout.delimiter, width=width), start=1):
        if number <= layout.above:
            continue
        if header_due:
            header_due = not any(cell.strip() for cell in cells)
            continue
        surplus = len(cells) > width and any(cells[width:])
        if surplus and not problem:
            problem = f"has {len(cells)} cells where there are {width} columns"
        filled = (*cells, *[""] * (width - len(cells)))
        yield Row(number, filled if surplus else filled[: max(width, 1)], problem)
