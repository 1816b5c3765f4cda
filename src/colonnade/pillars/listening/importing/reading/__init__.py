"""Files as rows of text cells: CSV, TSV, JSON Lines, a JSON array or Parquet, told by their content."""

from colonnade.pillars.listening.importing.reading.encoding import repair
from colonnade.pillars.listening.importing.reading.layout import Layout, Row, Unreadable
from colonnade.pillars.listening.importing.reading.sheet import Sheet, inspect, open_sheet

__all__ = ["Layout", "Row", "Sheet", "Unreadable", "inspect", "open_sheet", "repair"]
