"""Links as pages show them: their clicks in figures and as a chart."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import segno
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.audience.touches.counting import Days, callers_of, clicked_from, clicks_by_day
from colonnade.audience.touches.kinds import Traffic
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.ui.charts import Chart, Series

DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a link's page says of its clicks in the last days.

    Attributes:
        apart: clicks by whom they are, those that are no people's.
        sites: on which sites people clicked, with how many did; the empty site told nothing.
        callers: different callers, counted anew each day.
    """

    people: int
    apart: list[tuple[str, int]]
    sites: list[tuple[str, int]]
    callers: int
    chart: Chart


def shown(*, link: ShortLink, organization: Organization, now: datetime) -> Shown:
    """Return a link's clicks of the last ``DAYS`` days."""
    days = Days.ending(now, organization=organization, days=DAYS)
    found = clicks_by_day(organization=organization, link=link.key, days=days)
    totals = {traffic: sum(by_day.values()) for traffic, by_day in found.items()}
    people = totals.get(Traffic.PEOPLE, 0)
    return Shown(
        people=people,
        apart=[(str(one.label), totals[one]) for one in Traffic if one != Traffic.PEOPLE and one in totals],
        sites=clicked_from(organization=organization, link=link.key, days=days) if people else [],
        callers=callers_of(organization=organization, link=link.key, days=days) if people else 0,
        chart=_chart(found.get(Traffic.PEOPLE, {}), days),
    )


def _chart(by_day: Mapping[date, int], days: Days) -> Chart:
    values = tuple(float(by_day.get(day, 0)) for day in days.each())
    total = int(sum(values))
    said = ngettext("%(n)d click by people in 30 days", "%(n)d clicks by people in 30 days", total)
    return Chart(
        key="clicks",
        question=_("How often do people click it?"),
        answer=(said % {"n": total}) if total else _("Nobody has clicked it in the last 30 days."),
        kind="bar",
        categories=tuple(day.isoformat() for day in days.each()),
        series=(Series(name=_("Clicks by people"), values=values, tone="own"),) if total else (),
        unit=_("clicks"),
        time_axis=True,
    )


def qr_code(address: str) -> bytes:
    """Return an address as a QR code (ISO/IEC 18004, at least level M), an SVG picture."""
    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="svg", scale=8, border=4)
    return picture.getvalue()
