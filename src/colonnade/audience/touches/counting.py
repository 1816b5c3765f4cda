"""Reads: how many touches there were, from the days' counts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum

from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.models import DayCount, Touch
from colonnade.organization.models import Organization


@dataclass(frozen=True, kw_only=True)
class Days:
    """Days of an organisation's calendar, both included."""

    first: date
    last: date

    @classmethod
    def ending(cls, now: datetime, *, organization: Organization, days: int) -> "Days":
        """Return so many days up to today."""
        last = now.astimezone(ZoneInfo(organization.time_zone)).date()
        return cls(first=last - timedelta(days=days - 1), last=last)

    def each(self) -> list[date]:
        """Return every day."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first moment of the first day, and the first one after the last day."""
        midnight = time(tzinfo=zone)
        return (
            datetime.combine(self.first, midnight),
            datetime.combine(self.last + timedelta(days=1), midnight),
        )


def clicks_by_link(*, organization: Organization, links: Collection[str], days: Days) -> dict[str, int]:
    """Return how many clicks by people each link had, by the key of the link."""
    rows = (
        _counts(organization, days)
        .filter(kind=Kind.CLICK, traffic=Traffic.PEOPLE, source__link__in=list(links))
        .values_list("source__link")
        .annotate(number=Sum("touches"))
    )
    return dict(rows)


def clicks_by_day(*, organization: Organization, link: str, days: Days) -> dict[Traffic, dict[date, int]]:
    """Return a link's clicks by whose they are and by day, days without any left out."""
    rows = (
        _counts(organization, days)
        .filter(kind=Kind.CLICK, source__link=link)
        .values_list("traffic", "day")
        .annotate(number=Sum("touches"))
    )
    found: dict[Traffic, dict[date, int]] = defaultdict(dict)
    for traffic, day, number in rows:
        found[Traffic(traffic)][day] = number
    return dict(found)


def clicked_from(
    *, organization: Organization, link: str, days: Days, most: int = 10
) -> list[tuple[str, int]]:
    """Return the sites on which people clicked a link, the most frequent first; empty where none was told."""
    rows = _clicks(organization, link, days).values_list("detail").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "detail")[:most])


def callers_of(*, organization: Organization, link: str, days: Days) -> int:
    """Return how many different callers clicked, counted anew each day; who refused tracking is not in it."""
    found = _clicks(organization, link, days).exclude(caller="")
    return int(found.aggregate(number=Count("caller", distinct=True))["number"])


def by_goal(*, organization: Organization, days: Days) -> dict[str, dict[Kind, int]]:
    """Return how often people did what, by the goal it was for; under the empty goal, for none."""
    rows = (
        _counts(organization, days)
        .filter(traffic=Traffic.PEOPLE)
        .values_list("source__goal", "kind")
        .annotate(number=Sum("touches"))
    )
    found: dict[str, dict[Kind, int]] = defaultdict(dict)
    for goal, kind, number in rows:
        found[goal][Kind(kind)] = number
    return dict(found)


def touches_of_goal(*, organization: Organization, goal: str, kind: Kind, days: Days) -> QuerySet[Touch]:
    """Return what people did for a goal, newest first: the rows behind a figure of ``by_goal``."""
    begin, end = days.moments(ZoneInfo(organization.time_zone))
    return (
        Touch.objects.filter(
            organization=organization,
            source__goal=goal,
            kind=kind,
            traffic=Traffic.PEOPLE,
            at__gte=begin,
            at__lt=end,
        )
        .select_related("source")
        .order_by("-at", "-pk")
    )


def _counts(organization: Organization, days: Days) -> QuerySet[DayCount]:
    return DayCount.objects.filter(
        organization=organization, day__gte=days.first, day__lte=days.last
    ).order_by()


def _clicks(organization: Organization, link: str, days: Days) -> QuerySet[Touch]:
    begin, end = days.moments(ZoneInfo(organization.time_zone))
    return Touch.objects.filter(
        organization=organization,
        source__link=link,
        source__organization=organization,
        kind=Kind.CLICK,
        traffic=Traffic.PEOPLE,
        at__gte=begin,
        at__lt=end,
    ).order_by()


def clicks_by_campaign(*, organization: Organization, days: Days) -> dict[str, int]:
    """Return how many clicks by people came with each tag ``utm_campaign``; under the empty tag, without."""
    rows = (
        _counts(organization, days)
        .filter(kind=Kind.CLICK, traffic=Traffic.PEOPLE)
        .values_list("source__campaign")
        .annotate(number=Sum("touches"))
    )
    return dict(rows)
