"""Excel workbooks that hold what people wrote, and run none of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import xlsxwriter

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""Characters of a cell (ECMA-376, as Excel limits it)."""

_SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class ExportFile:
    """A file, open at its begin; closing it removes it."""

    file: IO[bytes]
    content_type: str


def workbook(file: IO[bytes]) -> Any:
    """Return a workbook to be written row by row into ``file``; texts stay texts, whatever they look like."""
    return xlsxwriter.Workbook(file, _SAFE)


def write(sheet: Any, line: int, place: int, value: object, moment: Any = None) -> None:
    """Write one cell; None leaves it empty.

    Args:
        moment: the format of times, which are written in UTC.
    """
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, place, value, moment)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, str(value)[:LONGEST_CELL])
