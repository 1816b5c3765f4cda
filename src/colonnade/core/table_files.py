"""Tables that people hand in (CSV, JSON lines): what cannot be read is kept aside, with the reason."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from colonnade.core.spreadsheet import unguarded

MOST_BYTES = 20 * 1024 * 1024
LONGEST_CELL = 200

Row = TypeVar("Row")
Headings = Mapping[str, Sequence[str]]
"""Names a column may have in the file, by what it holds; the first is the one to recommend."""
Aside = dict[str, object]
"""A row that could not be read: ``row`` (from 1), ``reason``, ``cells``."""


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says why and what to do. Nothing was imported."""


def read_records(
    data: bytes,
    *,
    headings: Headings,
    needed: Sequence[str],
    read: Callable[[Mapping[str, str]], Row],
    longest: int = LONGEST_CELL,
) -> tuple[list[Row], list[Aside]]:
    """Return what ``read`` makes of each row of a CSV or JSON-lines file, and the rows that it refuses.

    Args:
        needed: keys of ``headings`` without which the file means nothing.
        read: takes a row's cells by the keys of ``headings`` that the file has; refuses with a ``ValueError``
            whose message is the reason.
        longest: characters that a cell may have.

    Raises:
        UnreadableFile: where no row can be read at all.
    """
    rows: list[Row] = []
    aside: list[Aside] = []
    columns: dict[str, str] | None = None
    try:
        for number, record in _records(_text(data)):
            if columns is None:
                columns = _columns([str(name) for name in record if name is not None], headings, needed)
            try:
                rows.append(read(_cells(record, columns, longest)))
            except ValueError as error:
                cells = {str(name): str(cell) for name, cell in record.items()}
                aside.append({"row": number, "reason": str(error), "cells": cells})
    except csv.Error as error:
        raise UnreadableFile(_("The table breaks off: {error}.").format(error=error)) from error
    if columns is None:
        raise UnreadableFile(_("The table has a heading and no rows."))
    return rows, aside


def _text(data: bytes) -> str:
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 20 MB: split it, and import the parts."))
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(_("This is no text file. Save the table as CSV (UTF-8) and import that."))
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("The file is not UTF-8 (byte {place}). Save it as CSV UTF-8 and import it again.").format(
                place=error.start
            )
        ) from error


def _columns(names: list[str], headings: Headings, needed: Sequence[str]) -> dict[str, str]:
    spelt = {name.strip().casefold().replace("-", " "): name for name in names}
    found = {
        key: spelt[alias]
        for key, aliases in headings.items()
        for alias in reversed(aliases)
        if alias in spelt
    }
    missing = [headings[key][0] for key in needed if key not in found]
    if missing:
        raise UnreadableFile(
            _("The table has no column for: {missing}. Its columns are: {names}.").format(
                missing=", ".join(missing), names=", ".join(names) or _("none")
            )
        )
    return found


def _records(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    if text.lstrip().startswith("{"):
        for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            yield number, record if isinstance(record, dict) else {"": line}
        return
    delimiter = max(",;\t|", key=text[:4096].split("\n", 1)[0].count)
    yield from enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter), start=1)


def _cells(record: Mapping[str, object], columns: Mapping[str, str], longest: int) -> dict[str, str]:
    cells = {key: _cell(record.get(column)) for key, column in columns.items()}
    if any(len(cell) > longest for cell in cells.values()):
        raise ValueError(_("a cell is longer than {most} characters").format(most=longest))
    return cells


def _cell(value: object) -> str:
    return "" if value is None else unguarded(str(value).strip())
