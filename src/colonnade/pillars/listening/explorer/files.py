"""Posts as a file: CSV, an Excel workbook or Parquet, written batch by batch."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from colonnade.pillars.listening.explorer.finding import Finding, Row
from colonnade.pillars.listening.explorer.tagging import tags_by_post
from colonnade.pillars.listening.explorer.tally import tally
from colonnade.pillars.listening.exports.workbooks import WORKBOOK_TYPE, ExportFile, workbook, write
from colonnade.pillars.listening.questions.answer import csv_line
from colonnade.ui.figures import number
from colonnade.warehouse.tables import MENTIONS

Shape = Literal["xlsx", "parquet"]
STORED_COLUMNS = (
    "published_at",
    "channel",
    "author_handle",
    "author_name",
    "text",
    "url",
    "language",
    "sentiment",
    "intents",
    "likes",
    "replies",
    "reposts",
    "views",
    "place",
    "community",
    "mention_id",
)
COLUMNS = (*STORED_COLUMNS, "tags")
"""Tags are names, apart by semicolons, in which no name is cut."""

MOST_IN_A_WORKBOOK = 200_000
"""Posts in a workbook: beyond, it takes minutes to write, and longer to open."""
CONTENT_TYPES: Mapping[Shape, str] = {
    "xlsx": WORKBOOK_TYPE,
    "parquet": "application/vnd.apache.parquet",
}

_SCHEMA = pa.schema([*(MENTIONS.field(name) for name in STORED_COLUMNS), pa.field("tags", pa.string())])
_WIDTHS = {"published_at": 20, "text": 80, "url": 40}


class TooManyPosts(ValueError):
    """More posts than a file of this kind can hold; the message says what to do."""


def posts_csv(finding: Finding) -> Iterator[str]:
    """Yield the posts as lines of CSV in the search's order, safe for a spreadsheet; times are UTC."""
    yield csv_line(COLUMNS)
    for rows in _batches(finding):
        for row in rows:
            yield csv_line([_cell(row[name]) for name in COLUMNS])


def _batches(finding: Finding) -> Iterator[list[Row]]:
    """Yield the posts that are found as rows of ``COLUMNS``."""
    for rows in finding.batches():
        yield tagged_rows(finding.corpus.facts.organization_id, rows)


def tagged_rows(organization_id: int, rows: Sequence[Row]) -> list[Row]:
    """Return rows of the warehouse as rows of ``COLUMNS``."""
    ids = [str(row["mention_id"]) for row in rows]
    tagged = tags_by_post(organization_id=organization_id, mention_ids=ids)
    return [
        {name: row[name] for name in STORED_COLUMNS}
        | {"tags": "; ".join(tag.name for tag in tagged.get(str(row["mention_id"]), []))}
        for row in rows
    ]


def _cell(value: object) -> str | int | None:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return value if isinstance(value, int) else None if value is None else str(value)


def export(finding: Finding, shape: Shape) -> ExportFile:
    """Return the posts that are found, in the search's order; times are UTC.

    Raises:
        TooManyPosts: for a workbook of more than ``MOST_IN_A_WORKBOOK``.
    """
    posts = tally(finding).posts if shape == "xlsx" else 0
    if posts > MOST_IN_A_WORKBOOK:
        raise TooManyPosts(
            _("These are %(posts)s posts; a workbook holds %(most)s. Set a filter, or take CSV or Parquet.")
            % {"posts": number(posts), "most": number(MOST_IN_A_WORKBOOK)}
        )
    file = TemporaryFile()  # noqa: SIM115  it outlives this function: whoever sends it closes it
    try:
        (_write_workbook if shape == "xlsx" else _write_parquet)(finding, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return ExportFile(file, CONTENT_TYPES[shape])


def _write_parquet(finding: Finding, file: IO[bytes]) -> None:
    with pq.ParquetWriter(file, _SCHEMA, compression="zstd") as writer:
        for rows in _batches(finding):
            writer.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA))


def _write_workbook(finding: Finding, file: IO[bytes]) -> None:
    with workbook(file) as book:
        sheet = book.add_worksheet("posts")
        heading = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for place, name in enumerate(COLUMNS):
            sheet.set_column(place, place, _WIDTHS.get(name, 14))
            sheet.write_string(0, place, name, heading)
        sheet.freeze_panes(1, 0)
        line = 0
        for rows in _batches(finding):
            for row in rows:
                line += 1
                _write_row(sheet, line, row, moment)
        sheet.autofilter(0, 0, line, len(COLUMNS) - 1)


def _write_row(sheet: Any, line: int, row: Mapping[str, object], moment: Any) -> None:
    for place, name in enumerate(COLUMNS):
        write(sheet, line, place, row[name], moment)
