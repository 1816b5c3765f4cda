"""Reads a table of readings (CSV or JSON lines); what it cannot read is kept aside, with the reason."""

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from colonnade.core.spreadsheet import unguarded
from colonnade.measurement.declarations import metric_key

MOST_BYTES = 20 * 1024 * 1024
LONGEST_CELL = 200

HEADINGS: dict[str, tuple[str, ...]] = {
    "on": ("on", "date", "day", "week", "period", "period end", "month"),
    "metric": ("metric", "kpi", "measure", "name"),
    "value": ("value", "figure", "amount", "count", "reading"),
    "unit": ("unit", "business unit", "business_unit"),
    "channel": ("channel", "network", "source channel"),
    "source": ("source", "data source", "system"),
}
NEEDED = ("on", "metric", "value")
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y-%m", "%Y%m%d")


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says why and what to do. Nothing was imported."""


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """A row that was understood."""

    metric: str
    on: date
    value: float
    unit: str = ""
    channel: str = ""
    source: str = ""

    @property
    def key(self) -> tuple[str, date, str, str]:
        """What makes it the same reading as another."""
        return (self.metric, self.on, self.unit, self.channel)


@dataclass
class ReadTable:
    """A file's rows.

    Attributes:
        rows: by key; where a file says a thing twice, the later row counts.
        aside: what could not be read: ``row`` (from 1), ``reason``, ``cells``.
    """

    rows: dict[tuple[str, date, str, str], ReadRow] = field(default_factory=dict)
    aside: list[dict[str, object]] = field(default_factory=list)


def _text(data: bytes) -> str:
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 20 MB: split it by year, and import the parts."))
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


def _columns(names: list[str]) -> dict[str, str]:
    spelt = {name.strip().casefold().replace("-", " "): name for name in names}
    found = {
        field_name: spelt[alias]
        for field_name, aliases in HEADINGS.items()
        for alias in reversed(aliases)
        if alias in spelt
    }
    missing = [name for name in NEEDED if name not in found]
    if missing:
        wanted = ", ".join(HEADINGS[name][1] if name == "on" else name for name in missing)
        raise UnreadableFile(
            _("The table has no column for: {missing}. Its columns are: {names}.").format(
                missing=wanted, names=", ".join(names) or _("none")
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
    sample = text[:4096]
    delimiter = max(",;\t|", key=sample.split("\n", 1)[0].count)
    yield from enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter), start=1)


def _number(written: str) -> float:
    bare = written.replace("\u00a0", "").replace(" ", "").replace("'", "").rstrip("%")
    if "," in bare and "." in bare:
        decimal = max(bare.rfind(","), bare.rfind("."))
        bare = bare[:decimal].replace(",", "").replace(".", "") + "." + bare[decimal + 1 :]
    elif bare.count(",") == 1 and len(bare.rpartition(",")[2]) != 3:
        bare = bare.replace(",", ".")
    else:
        bare = bare.replace(",", "")
    value = float(bare)
    if not math.isfinite(value):
        raise ValueError
    return value


def _day(written: str) -> date:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(written.split("T")[0], form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValueError


def _cell(value: object) -> str:
    return "" if value is None else unguarded(str(value).strip())


def _row(record: Mapping[str, object], columns: Mapping[str, str]) -> ReadRow:
    cells = {name: _cell(record.get(column)) for name, column in columns.items()}
    if any(len(cell) > LONGEST_CELL for cell in cells.values()):
        raise ValueError(_("a cell is longer than {most} characters").format(most=LONGEST_CELL))
    if not cells["metric"]:
        raise ValueError(_("no metric is named"))
    try:
        on = _day(cells["on"])
    except ValueError:
        raise ValueError(_("“{day}” is not a day; write it as 2026-03-31").format(day=cells["on"])) from None
    try:
        value = _number(cells["value"])
    except ValueError:
        raise ValueError(_("“{value}” is not a number").format(value=cells["value"])) from None
    return ReadRow(
        metric=metric_key(cells["metric"]),
        on=on,
        value=value,
        unit=cells.get("unit", "")[:60],
        channel=cells.get("channel", "")[:60].casefold(),
        source=cells.get("source", ""),
    )


def read_table(data: bytes) -> ReadTable:
    """Return the rows of a CSV or JSON-lines file.

    Raises:
        UnreadableFile: where no row can be read at all.
    """
    text = _text(data)
    table = ReadTable()
    columns: dict[str, str] | None = None
    try:
        for number, record in _records(text):
            if columns is None:
                columns = _columns([str(name) for name in record if name is not None])
            try:
                row = _row(record, columns)
            except ValueError as error:
                cells = {str(name): str(cell) for name, cell in record.items()}
                table.aside.append({"row": number, "reason": str(error), "cells": cells})
            else:
                table.rows[row.key] = row
    except csv.Error as error:
        raise UnreadableFile(_("The table breaks off: {error}.").format(error=error)) from error
    if columns is None:
        raise UnreadableFile(_("The table has a heading and no rows."))
    return table
