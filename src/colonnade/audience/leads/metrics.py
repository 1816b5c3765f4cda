"""What leads measure: their readings go to measurement every hour, so that goals see how far they are."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from colonnade.audience.leads.models import Lead
from colonnade.audience.leads.states import LeadState
from colonnade.measurement import operations as measurement
from colonnade.measurement.catalogue.sources import CRM, SALE, WATERFALL
from colonnade.measurement.declarations import METRICS, Metric, Unit
from colonnade.measurement.reading_table import ReadRow
from colonnade.organization.models import Organization

DAYS = 92
"""How far back figures are pushed anew: outcomes come late."""
SOURCE = "Colonnade, leads"

WON_VALUE = Metric(
    "won_value",
    "Won value",
    Unit.MONEY,
    "Value of the sales that leads became, on the day that they were won.",
    WATERFALL,
    SALE,
    CRM,
    ("value won", "closed won value"),
)
METRICS.add(WON_VALUE.id, WON_VALUE)

_COUNTED = {
    "leads": "came_at",
    "mql": "qualified_at",
    "sql": "accepted_at",
    "opportunities": "opportunity_at",
}
"""The moment in a lead's life that each metric counts."""


def push_readings(*, organization: Organization, now: datetime) -> int:
    """Push the figures of each whole day since there are leads, at most ``DAYS``; return how many changed."""
    return measurement.push_readings(organization=organization, rows=list(_rows(organization, now)))


def _rows(organization: Organization, now: datetime) -> Iterable[ReadRow]:
    zone = ZoneInfo(organization.time_zone)
    leads = Lead.objects.filter(organization=organization)
    first = leads.order_by("came_at").values_list("came_at", flat=True).first()
    if first is None:
        return
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    begin = max(first.astimezone(zone).date(), yesterday - timedelta(days=DAYS - 1))
    days = [begin + timedelta(days=offset) for offset in range((yesterday - begin).days + 1)]
    since = datetime.combine(begin, datetime.min.time(), tzinfo=zone)
    for metric, moment in _COUNTED.items():
        counted = dict.fromkeys(days, Decimal(0))
        for at in leads.filter(**{f"{moment}__gte": since}).values_list(moment, flat=True):
            _add(counted, at.astimezone(zone).date(), Decimal(1))
        yield from _readings(metric, counted)
    won = dict.fromkeys(days, Decimal(0))
    sold = leads.filter(state=LeadState.WON, closed_at__gte=since, value__isnull=False)
    for at, value in sold.values_list("closed_at", "value"):
        if at is not None and value is not None:
            _add(won, at.astimezone(zone).date(), value)
    yield from _readings(WON_VALUE.id, won)


def _add(counted: dict[date, Decimal], day: date, amount: Decimal) -> None:
    if day in counted:
        counted[day] += amount


def _readings(metric: str, counted: dict[date, Decimal]) -> Iterable[ReadRow]:
    return (
        ReadRow(metric=metric, on=day, value=float(value), source=SOURCE) for day, value in counted.items()
    )
