"""An answer: a sentence, its doubt, and the figures behind it; one shape for page, command line and API."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.statistics import Interval
from colonnade.ui.charts import Chart

Cell = str | int | float | None


@dataclass(frozen=True)
class Row:
    """A line of a table.

    Attributes:
        cells: one per column; None where there is no figure.
        link: address of the posts behind the line; empty where there are none.
    """

    cells: tuple[Cell, ...]
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Figures in rows.

    Attributes:
        key: unique in the answer.
        title: what the table shows, in words.
        note: how to read it; empty where it is plain.
        empty: what to say where it has no rows.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    empty: str = ""

    def headed(self) -> list[tuple[str, bool]]:
        """Return each column's name and whether it holds figures, which are set to the right."""
        return [
            (name, all(_is_figure(row.cells[place]) for row in self.rows))
            for place, name in enumerate(self.columns)
        ]

    def aligned(self) -> list[tuple[Row, list[tuple[Cell, bool]]]]:
        """Return each row with its cells, each with whether its column holds figures."""
        figures = [figure for _name, figure in self.headed()]
        return [(row, list(zip(row.cells, figures, strict=True))) for row in self.rows]


def _is_figure(cell: Cell) -> bool:
    return not isinstance(cell, str) or cell[:1].isdigit()


@dataclass(frozen=True)
class Measure:
    """A figure of an answer that can be set beside that of another period.

    Attributes:
        key: the same in every period.
        name: in words, for sentences.
        unit: of ``value``: a share of 1, a count, or a mean.
    """

    key: str
    name: str
    value: Interval
    unit: Literal["share", "count", "mean"] = "share"


@dataclass(frozen=True)
class AsOf:
    """That an answer was made before the latest posts came.

    Attributes:
        moment: when it was made, in the organisation's time zone.
        came: posts that came since.
        said: both in a sentence.
    """

    moment: datetime
    came: int
    said: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one of the six questions found.

    Attributes:
        question: key, such as "who".
        title: the question in words.
        sentence: the answer, with its interval and n.
        n: posts it rests on.
        enough: False where there is too little evidence to answer.
        caveats: what a reader must know before using it.
        charts, tables: the figures; each leads to its posts.
        measures: the figures that are compared with the period before.
        facts: the same figures as JSON values, for programs.
        filters: the cut that was asked for.
        as_of: set where the answer is an earlier one that was kept.
    """

    question: str
    title: str
    sentence: str
    n: int
    filters: Filters
    enough: bool = True
    caveats: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    measures: tuple[Measure, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)
    as_of: AsOf | None = None

    def as_json(self) -> dict[str, object]:
        """Return the answer as JSON values."""
        return {
            "question": self.question,
            "title": self.title,
            "sentence": self.sentence,
            "n": self.n,
            "enough": self.enough,
            "caveats": list(self.caveats),
            "filters": self.filters.query(),
            "tables": [asdict(table) for table in self.tables],
            "charts": [asdict(chart) for chart in self.charts],
            "facts": self.facts,
            "as_of": None
            if self.as_of is None
            else {"moment": self.as_of.moment.isoformat(), "posts_since": self.as_of.came},
        }


def safe_cell(value: Cell) -> Cell:
    """Return ``value`` so that no spreadsheet runs it as a formula (OWASP: CSV injection)."""
    if isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "|")):
        return f"'{value}"
    return value


def csv_line(cells: Sequence[Cell]) -> str:
    """Return one line of CSV (RFC 4180), safe to open in a spreadsheet."""
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
