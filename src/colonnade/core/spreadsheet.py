"""Cells that a spreadsheet opens as text, never as formulas (OWASP, "CSV Injection")."""

import csv
import io
import re
from collections.abc import Sequence

Cell = str | int | float | None

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """Return ``cell`` with an apostrophe in front where a spreadsheet would run it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return what ``guarded`` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def csv_line(cells: Sequence[Cell]) -> str:
    """Return one line of CSV (RFC 4180) whose texts are guarded; numbers stay numbers."""
    line = io.StringIO()
    csv.writer(line).writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()
