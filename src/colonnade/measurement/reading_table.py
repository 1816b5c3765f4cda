"""Reads a table of readings; what it cannot read is kept aside, with the reason."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from colonnade.core.table_files import Aside, read_records
from colonnade.measurement.declarations import metric_key

HEADINGS: dict[str, tuple[str, ...]] = {
    "on": ("date", "on", "day", "week", "period", "period end", "month"),
    "metric": ("metric", "kpi", "measure", "name"),
    "value": ("value", "figure", "amount", "count", "reading"),
    "unit": ("unit", "business unit", "business_unit"),
    "channel": ("channel", "network", "source channel"),
    "source": ("source", "data source", "system"),
}
NEEDED = ("on", "metric", "value")
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y-%m", "%Y%m%d")


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """A row that was understood."""

    metric: str
    on: date
    value: float
    unit: str = ""
    channel: str = ""
    source: str = ""

    @property
    def key(self) -> tuple[str, date, str, str]:
        """What makes it the same reading as another."""
        return (self.metric, self.on, self.unit, self.channel)


@dataclass
class ReadTable:
    """A file's rows.

    Attributes:
        rows: by key; where a file says a thing twice, the later row counts.
        aside: what could not be read.
    """

    rows: dict[tuple[str, date, str, str], ReadRow] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)


def read_table(data: bytes) -> ReadTable:
    """Return the rows of a CSV or JSON-lines file.

    Raises:
        UnreadableFile: where no row can be read at all.
    """
    rows, aside = read_records(data, headings=HEADINGS, needed=NEEDED, read=_row)
    return ReadTable({row.key: row for row in rows}, aside)


def _number(written: str) -> float:
    bare = written.replace("\u00a0", "").replace(" ", "").replace("'", "").rstrip("%")
    if "," in bare and "." in bare:
        decimal = max(bare.rfind(","), bare.rfind("."))
        bare = bare[:decimal].replace(",", "").replace(".", "") + "." + bare[decimal + 1 :]
    elif bare.count(",") == 1 and len(bare.rpartition(",")[2]) != 3:
        bare = bare.replace(",", ".")
    else:
        bare = bare.replace(",", "")
    value = float(bare)
    if not math.isfinite(value):
        raise ValueError
    return value


def _day(written: str) -> date:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(written.split("T")[0], form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValueError


def _row(cells: Mapping[str, str]) -> ReadRow:
    if not cells["metric"]:
        raise ValueError(_("no metric is named"))
    try:
        on = _day(cells["on"])
    except ValueError:
        raise ValueError(_("“{day}” is not a day; write it as 2026-03-31").format(day=cells["on"])) from None
    try:
        value = _number(cells["value"])
    except ValueError:
        raise ValueError(_("“{value}” is not a number").format(value=cells["value"])) from None
    return ReadRow(
        metric=metric_key(cells["metric"]),
        on=on,
        value=value,
        unit=cells.get("unit", "")[:60],
        channel=cells.get("channel", "")[:60].casefold(),
        source=cells.get("source", ""),
    )
