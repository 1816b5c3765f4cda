"""A chart as data: the question, the answer, the figures. The browser draws it; a table shows it too."""

from dataclasses import dataclass
from math import isfinite
from typing import Literal

Tone = Literal["plain", "own", "rival", "positive", "neutral", "negative", "limit", "muted"]
Kind = Literal["bar", "hbar", "stacked", "hstacked", "line", "scatter"]


@dataclass(frozen=True, kw_only=True)
class Series:
    """One row of figures over the chart's categories.

    Attributes:
        values: one figure per category; None draws a gap.
        low, high: the interval around each figure, where there is one.
        tone: what the series means, from which its colour follows.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    tone: Tone = "plain"

    def __post_init__(self) -> None:
        """Raise ``ValueError`` unless the interval covers each figure or none."""
        if len(self.low) != len(self.high) or (self.low and len(self.low) != len(self.values)):
            raise ValueError(f"series '{self.name}': low and high must have one figure per value, or none")


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A question, its answer in a sentence, and the figures behind it.

    Attributes:
        key: unique on the page, used for ids and file names.
        question: the title.
        answer: one sentence with interval and n, or why there is too little data.
        categories: labels along the axis; ISO dates where ``time_axis``.
        unit: of the figures, such as "posts" or "%".
        links: for each category, where a click leads (the rows behind the figure); empty for none.
        csv_url: where the rows can be fetched as CSV; empty lets the browser make it from the table.
    """

    key: str
    question: str
    answer: str
    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    links: tuple[str, ...] = ()
    time_axis: bool = False
    csv_url: str = ""

    def __post_init__(self) -> None:
        """Raise ``ValueError`` unless every series, and the links, have one entry per category."""
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"chart '{self.key}': series '{series.name}' must have one value per category"
                )
        if self.links and len(self.links) != len(self.categories):
            raise ValueError(f"chart '{self.key}': one link per category, or none")

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure to draw."""
        return not any(_known(value) is not None for series in self.series for value in series.values)

    @property
    def has_intervals(self) -> bool:
        """Whether any series comes with its uncertainty."""
        return any(series.low for series in self.series)


def _known(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def drawing_data(chart: Chart) -> dict[str, object]:
    """Return the chart as plain JSON for the browser's drawing; what is not finite is a gap."""
    return {
        "question": str(chart.question),
        "answer": str(chart.answer),
        "kind": chart.kind,
        "categories": [str(category) for category in chart.categories],
        "unit": str(chart.unit),
        "links": list(chart.links),
        "time_axis": chart.time_axis,
        "series": [
            {
                "name": str(series.name),
                "tone": series.tone,
                "values": [_known(value) for value in series.values],
                "low": [_known(value) for value in series.low],
                "high": [_known(value) for value in series.high],
            }
            for series in chart.series
        ],
    }


@dataclass(frozen=True, kw_only=True)
class Row:
    """A category as a row of the chart's table.

    Attributes:
        cells: for each series its value, then, where it has an interval, low and high.
    """

    category: str
    link: str
    cells: tuple[float | None, ...]


def table_rows(chart: Chart) -> list[Row]:
    """Return the figures as rows, one per category."""
    columns = [
        column
        for series in chart.series
        for column in ((series.values, series.low, series.high) if series.low else (series.values,))
    ]
    return [
        Row(
            category=category,
            link=chart.links[at] if chart.links else "",
            cells=tuple(_known(column[at]) for column in columns),
        )
        for at, category in enumerate(chart.categories)
    ]
