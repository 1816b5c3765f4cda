"""A chart as data: the question, the answer, the figures. The browser draws it; a table shows it too."""

from dataclasses import dataclass
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
