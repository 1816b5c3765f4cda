"""Reads: what was measured."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import Count, QuerySet

from colonnade.measurement.declarations import METRICS, Metric
from colonnade.measurement.models import Reading, ReadingFile
from colonnade.organization.models import Organization


@dataclass(frozen=True, kw_only=True)
class MetricSeries:
    """A metric's readings for the whole organisation, oldest first.

    Where a day has readings by unit or channel only, they are summed (counts) or averaged (standing figures).
    """

    id: str
    name: str
    metric: Metric | None
    days: tuple[date, ...]
    values: tuple[float, ...]


def measured_metrics(organization: Organization) -> dict[str, int]:
    """Return how many readings each measured metric has."""
    counted = Reading.objects.filter(organization=organization).values("metric").annotate(n=Count("pk"))
    return {row["metric"]: row["n"] for row in counted.order_by("metric")}


def files(organization: Organization) -> QuerySet[ReadingFile]:
    """Return the imported files, newest first."""
    return ReadingFile.objects.filter(organization=organization).select_related("imported_by")


def _of_day(readings: list[Reading], *, level: bool) -> float:
    whole = [item.value for item in readings if not item.unit and not item.channel]
    if whole:
        return whole[-1]
    total = sum(item.value for item in readings)
    return total / len(readings) if level else total


def series(organization: Organization, metric: str = "") -> list[MetricSeries]:
    """Return each measured metric's series (or that of ``metric`` alone), by name."""
    readings = Reading.objects.filter(organization=organization)
    if metric:
        readings = readings.filter(metric=metric)
    by_day: dict[str, dict[date, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings.order_by("metric", "on"):
        by_day[reading.metric][reading.on].append(reading)
    found = []
    for name, days in by_day.items():
        declared = METRICS.get(name) if name in METRICS else None
        level = declared is not None and declared.level
        found.append(
            MetricSeries(
                id=name,
                name=declared.name if declared else name,
                metric=declared,
                days=tuple(days),
                values=tuple(_of_day(items, level=level) for items in days.values()),
            )
        )
    return sorted(found, key=lambda item: item.name.casefold())


RECENT_DAYS = 28
"""Four whole weeks, so that no weekday counts more than another."""


@dataclass(frozen=True, kw_only=True)
class Recent:
    """What a metric was lately.

    Attributes:
        value: of a count, how many a day; of a standing figure, the mean reading.
        first, last: the days that it covers, both included.
        readings: how many it rests on.
    """

    value: float
    first: date
    last: date
    readings: int


def recently(found: MetricSeries, *, standing: bool) -> Recent | None:
    """Return what the metric was in the last four weeks that were measured; None where nobody can say.

    A reading of a count speaks for the days since the reading before it; the very first, for as many days
    as readings usually do. A single reading of a count does not say which days it covers.
    """
    first_wanted = found.days[-1] - timedelta(days=RECENT_DAYS - 1)
    values = [value for day, value in zip(found.days, found.values, strict=True) if day >= first_wanted]
    begins = _begins(found.days)
    if standing or not begins:
        first = found.days[-len(values)]
        mean = sum(values) / len(values)
        return (
            Recent(value=mean, first=first, last=found.days[-1], readings=len(values)) if standing else None
        )
    first = begins[-len(values)]
    covered = (found.days[-1] - first).days + 1
    return Recent(value=sum(values) / covered, first=first, last=found.days[-1], readings=len(values))


def _begins(days: tuple[date, ...]) -> list[date]:
    """Return the first day that each reading speaks for; nothing where there is one reading only."""
    if len(days) < 2:
        return []
    usual = round(median((later - earlier).days for earlier, later in pairwise(days)))
    return [days[0] - timedelta(days=usual - 1), *(day + timedelta(days=1) for day in days[:-1])]
