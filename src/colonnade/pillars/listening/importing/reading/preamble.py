"""Title rows above a table's header, as analysts' tools write them: "Report: ...", "From: ..."."""

import io
from collections import Counter
from itertools import islice

from colonnade.pillars.listening.importing.reading.delimited import DELIMITERS, has_header, records

MOST_ROWS = 40
"""How many rows may stand above the header."""
_SAMPLE = 400
_TITLE_CELLS = 2  # a label and its value
_LEAST_COLUMNS = 4
_FILLED = 0.6  # share of a header's cells that hold a name
_REGULAR = 0.8  # share of the rows below that have as many cells as the header


def find(text: str, present: str) -> tuple[str, int]:
    """Return (delimiter, records above the header); ``present`` and 0 for a table that begins at its top.

    Args:
        text: the beginning of the file.
        present: the delimiter as it seems without regard to title rows.
    """
    sample = [cells for cells, _problem in _sample(text, present) if any(cells)]
    first = sample[0] if sample else []
    alike = sum(len(cells) == len(first) for cells in sample)
    if _filled(first) > _TITLE_CELLS or (len(first) > 1 and alike >= _REGULAR * len(sample)):
        return present, 0
    found = [(*_header(text, delimiter), delimiter) for delimiter in DELIMITERS]
    width, above, delimiter = max(found, key=lambda place: place[0])
    return (delimiter, above) if width else (present, 0)


def _sample(text: str, delimiter: str) -> list[tuple[list[str], str]]:
    return list(islice(records(io.StringIO(text, newline=""), delimiter), _SAMPLE))


def _header(text: str, delimiter: str) -> tuple[int, int]:
    """Return (columns, records above) of a header below title rows; (0, 0) where there is none."""
    sample = [cells for cells, _problem in _sample(text, delimiter)]
    filled = [_filled(cells) for cells in sample]
    widths = Counter(len(cells) for cells, held in zip(sample, filled, strict=True) if held > _TITLE_CELLS)
    width = widths.most_common(1)[0][0] if widths else 0
    if width < _LEAST_COLUMNS:
        return 0, 0
    for above, cells in enumerate(sample[:MOST_ROWS]):
        if filled[above] <= _TITLE_CELLS:
            continue
        below = [len(row) for row in sample[above:] if any(row)]
        regular = below.count(width) >= _REGULAR * len(below)
        full = len(cells) == width and filled[above] >= _FILLED * width
        return (width, above) if regular and full and _are_names(cells) else (0, 0)
    return 0, 0


def _filled(cells: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _are_names(cells: list[str]) -> bool:
    """Return whether cells can be column names: no data, and not the parts of a sentence."""
    return has_header(cells) and not any(cell.startswith(" ") for cell in cells)
