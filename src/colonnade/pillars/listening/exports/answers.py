"""An answer as an Excel workbook: what it says on the first sheet, each chart and table on one of its own."""

import re
from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import Any

from django.utils.translation import gettext as _

from colonnade.pillars.listening.exports.workbooks import WORKBOOK_TYPE, ExportFile, workbook, write
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.ui.charts import Chart, table_rows

LONGEST_NAME = 31
"""Characters of a sheet's name (Excel's limit)."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_WIDE, _NARROW = 90, 18


def export_answer(answer: Answer, *, address: str) -> ExportFile:
    """Return the workbook of an answer.

    Args:
        address: where the answer can be read again.
    """
    file = TemporaryFile()  # noqa: SIM115  it outlives this function: whoever sends it closes it
    try:
        with workbook(file) as book:
            _Book(book).write(answer, address)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return ExportFile(file, WORKBOOK_TYPE)


class _Book:
    """A workbook under way, with the names that its sheets have."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._heading = book.add_format({"bold": True})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._named: set[str] = set()

    def write(self, answer: Answer, address: str) -> None:
        self._say(answer, address)
        for chart in answer.charts:
            self._sheet(chart.question, _headings(chart), _figures(chart), note=chart.answer)
        for table in answer.tables:
            self._sheet(table.title, table.columns, (row.cells for row in table.rows), note=table.note)

    def _say(self, answer: Answer, address: str) -> None:
        sheet = self._book.add_worksheet(self._name(_("Answer")))
        sheet.set_column(0, 0, _NARROW)
        sheet.set_column(1, 1, _WIDE, self._wrapped)
        said: list[tuple[str, object]] = [
            (_("Question"), answer.title),
            (_("Answer"), answer.sentence),
            (_("Posts"), answer.n),
            *((_("Mind"), caveat) for caveat in answer.caveats),
            (_("Address"), address),
        ]
        for line, (name, value) in enumerate(said):
            sheet.write_string(line, 0, name, self._heading)
            write(sheet, line, 1, value)

    def _sheet(
        self, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], *, note: str
    ) -> None:
        sheet = self._book.add_worksheet(self._name(title))
        sheet.set_column(0, max(len(headings) - 1, 0), _NARROW)
        write(sheet, 0, 0, note)
        for place, name in enumerate(headings):
            sheet.write_string(1, place, name, self._heading)
        for line, cells in enumerate(rows, start=2):
            for place, value in enumerate(cells):
                write(sheet, line, place, value)

    def _name(self, title: str) -> str:
        """Return a name for a sheet: allowed, and the first that is still free."""
        bare = _NOT_IN_NAMES.sub(" ", title).strip(" '")[:LONGEST_NAME].strip() or "-"
        found, number = bare, 1
        while found.casefold() in self._named:
            number += 1
            ending = f" {number}"
            found = bare[: LONGEST_NAME - len(ending)] + ending
        self._named.add(found.casefold())
        return found


def _headings(chart: Chart) -> list[str]:
    found = [_("date") if chart.time_axis else ""]
    for series in chart.series:
        found.append(f"{series.name} ({chart.unit})" if chart.unit else series.name)
        if series.low:
            found += [form % {"name": series.name} for form in (_("%(name)s, low"), _("%(name)s, high"))]
    return found


def _figures(chart: Chart) -> Iterable[Sequence[object]]:
    return ((row.category, *row.cells) for row in table_rows(chart))
