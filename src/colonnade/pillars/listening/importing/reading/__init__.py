"""Files as rows of text cells: tables and archives, told by their content."""

from colonnade.pillars.listening.importing.reading.encoding import repair
from colonnade.pillars.listening.importing.reading.layout import (
    FORMAT_NAMES,
    Layout,
    Row,
    Unreadable,
)
from colonnade.pillars.listening.importing.reading.sheet import Sheet, inspect, open_sheet

__all__ = ["FORMAT_NAMES", "Layout", "Row", "Sheet", "Unreadable", "inspect", "open_sheet", "repair"]
