"""Charts of what was measured."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.measurement.queries import MetricSeries
from colonnade.ui.charts import Chart, Series

FEWEST = 4


def chart_of(found: MetricSeries) -> Chart:
    """Return a metric's readings over time; with fewer than four it says so and draws no line."""
    enough = len(found.values) >= FEWEST
    first, last = found.values[0], found.values[-1]
    answer = (
        _("{last:,g} on {day}, from {first:,g} on {begin} ({n} readings)").format(
            last=last,
            day=_written(found.days[-1]),
            first=first,
            begin=_written(found.days[0]),
            n=len(found.values),
        )
        if enough
        else _("Too few readings to show a course: {n}. The newest is {last:,g} on {day}.").format(
            n=len(found.values), last=last, day=_written(found.days[-1])
        )
    )
    return Chart(
        key=f"metric-{found.id.replace(' ', '-')}",
        question=found.name[:1].upper() + found.name[1:],
        answer=answer,
        kind="line",
        categories=tuple(day.isoformat() for day in found.days),
        series=(Series(name=found.name, values=found.values, tone="own"),) if enough else (),
        unit=str(found.metric.unit) if found.metric and found.metric.unit != "count" else "",
        time_axis=True,
    )


def _written(day: date) -> str:
    return date_format(day, "j M Y")
