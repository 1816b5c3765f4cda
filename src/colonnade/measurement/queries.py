"""Reads: what was measured."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

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
