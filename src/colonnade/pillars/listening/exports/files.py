"""Posts as a file: an Excel workbook or Parquet, written batch by batch."""

from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import IO, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from colonnade.pillars.listening.exports.workbooks import WORKBOOK_TYPE, ExportFile, workbook, write
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.posts import CSV_COLUMNS, post_batches
from colonnade.ui.figures import number
from colonnade.warehouse.tables import MENTIONS

Shape = Literal["xlsx", "parquet"]

MOST_IN_A_WORKBOOK = 200_000
"""Posts in a workbook: beyond, it takes minutes to write, and longer to open."""
CONTENT_TYPES: Mapping[Shape, str] = {
    "xlsx": WORKBOOK_TYPE,
    "parquet": "application/vnd.apache.parquet",
}

_SCHEMA = pa.schema([MENTIONS.field(name) for name in CSV_COLUMNS])
_WIDTHS = {"published_at": 20, "text": 80, "url": 40}


class TooManyPosts(ValueError):
    """More posts than a file of this kind can hold; the message says what to do."""


def export(corpus: Corpus, shape: Shape) -> ExportFile:
    """Return the posts under the corpus' filters, newest first; times are UTC.

    Raises:
        TooManyPosts: for a workbook of more than ``MOST_IN_A_WORKBOOK``.
    """
    if shape == "xlsx" and corpus.extent.posts > MOST_IN_A_WORKBOOK:
        raise TooManyPosts(
            _("These are %(posts)s posts; a workbook holds %(most)s. Set a filter, or take CSV or Parquet.")
            % {"posts": number(corpus.extent.posts), "most": number(MOST_IN_A_WORKBOOK)}
        )
    file = TemporaryFile()  # noqa: SIM115  it outlives this function: whoever sends it closes it
    try:
        (_write_workbook if shape == "xlsx" else _write_parquet)(corpus, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return ExportFile(file, CONTENT_TYPES[shape])


def _write_parquet(corpus: Corpus, file: IO[bytes]) -> None:
    with pq.ParquetWriter(file, _SCHEMA, compression="zstd") as writer:
        for rows in post_batches(corpus):
            writer.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA))


def _write_workbook(corpus: Corpus, file: IO[bytes]) -> None:
    with workbook(file) as book:
        sheet = book.add_worksheet("posts")
        heading = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for place, name in enumerate(CSV_COLUMNS):
            sheet.set_column(place, place, _WIDTHS.get(name, 14))
            sheet.write_string(0, place, name, heading)
        sheet.freeze_panes(1, 0)
        line = 0
        for rows in post_batches(corpus):
            for row in rows:
                line += 1
                _write_row(sheet, line, row, moment)
        sheet.autofilter(0, 0, line, len(CSV_COLUMNS) - 1)


def _write_row(sheet: Any, line: int, row: Mapping[str, object], moment: Any) -> None:
    for place, name in enumerate(CSV_COLUMNS):
        write(sheet, line, place, row[name], moment)
