"""What links measure: clicks by people, by day and channel, pushed to measurement so that goals see them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum

from colonnade.audience.touches.counting import Days
from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.models import DayCount
from colonnade.measurement import operations as measurement
from colonnade.measurement.reading_table import ReadRow
from colonnade.organization.models import Organization

METRIC = "clicks"
SOURCE = "Colonnade, short links"
DAYS = 8
"""How far back figures are pushed anew: a server that was down brings its clicks late."""


def push_readings(*, organization: Organization, now: datetime) -> int:
    """Push the clicks of the last days, yesterday's the newest; return how many readings changed."""
    return measurement.push_readings(organization=organization, rows=list(_rows(organization, now)))


def _rows(organization: Organization, now: datetime) -> Iterable[ReadRow]:
    days = Days.ending(now, organization=organization, days=DAYS)
    counted = (
        DayCount.objects.filter(
            organization=organization,
            day__gte=days.first,
            day__lt=days.last,
            kind=Kind.CLICK,
            traffic=Traffic.PEOPLE,
        )
        .order_by()
        .values_list("day", "source__channel")
        .annotate(number=Sum("touches"))
    )
    for day, channel, number in counted:
        yield ReadRow(metric=METRIC, on=day, value=float(number), channel=channel, source=SOURCE)
