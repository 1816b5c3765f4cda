"""Writes and reads of what other systems reported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from colonnade.audience.touches.counting import Days
from colonnade.audience.touches.kinds import Measure, System
from colonnade.audience.touches.models import ReportedDay
from colonnade.audience.touches.origins import sources_of
from colonnade.audience.touches.reports import read_report
from colonnade.core.table_files import Aside
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User


@dataclass(frozen=True, kw_only=True)
class ImportedReport:
    """What became of a file's rows.

    Attributes:
        figures: figures that are stored as the file says.
        aside: rows that could not be read, with the reason.
    """

    figures: int
    aside: Sequence[Aside]


@transaction.atomic
def import_report(
    *,
    organization: Organization,
    system: System,
    data: bytes,
    name: str,
    actor: User | None,
    now: datetime,
) -> ImportedReport:
    """Import another system's export; what it says of a known day and source replaces what was known.

    Raises:
        UnreadableFile: where no row can be read at all; nothing is imported.
    """
    figures, aside = read_report(data, system=system, currency=organization.currency)
    sources = sources_of(organization=organization, origins={origin for _day, origin, _measure in figures})
    ReportedDay.objects.bulk_create(
        [
            ReportedDay(
                organization=organization,
                day=day,
                source=sources[origin],
                system=system,
                measure=measure,
                value=value,
                reported_at=now,
            )
            for (day, origin, measure), value in figures.items()
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=("source", "day", "system", "measure"),
        update_fields=("value", "reported_at"),
    )
    record(
        organization=organization,
        actor=actor,
        action="report.imported",
        subject=name[:200],
        now=now,
        details={"system": system.value, "figures": len(figures), "aside": len(aside)},
    )
    return ImportedReport(figures=len(figures), aside=aside)


def reported(*, organization: Organization, days: Days) -> dict[str, dict[Measure, Decimal]]:
    """Return what was reported, by the tag ``utm_campaign``; under the empty tag, for no campaign."""
    rows = (
        ReportedDay.objects.filter(organization=organization, day__gte=days.first, day__lte=days.last)
        .order_by()
        .values_list("source__campaign", "measure")
        .annotate(sum=Sum("value"))
    )
    found: dict[str, dict[Measure, Decimal]] = defaultdict(dict)
    for campaign, measure, value in rows:
        found[campaign][Measure(measure)] = value
    return dict(found)
