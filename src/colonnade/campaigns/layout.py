"""The calendar as days, weeks and rows: pure, so that its days and changes of the clocks can be tested."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from colonnade.campaigns.days import midnight
from colonnade.campaigns.entries import Entry, Span
from colonnade.campaigns.models import Blackout, Campaign

WEEK = timedelta(days=7)
TIMELINE_WEEKS = 13
EARLIEST, LATEST = date(2000, 2, 1), date(2099, 11, 30)


class View(StrEnum):
    """How the calendar is shown."""

    MONTH = "month"
    WEEK = "week"
    LIST = "list"
    TIMELINE = "timeline"


@dataclass(frozen=True, kw_only=True)
class Window:
    """The days that a view shows around a day.

    Attributes:
        first, last: the days shown, both inclusive.
        previous, following: a day of the window before and of the one after.
    """

    view: View
    day: date
    first: date
    last: date
    previous: date
    following: date

    def span(self, zone: ZoneInfo) -> Span:
        """Return the moments that the window covers, with a day more at both ends.

        An entry over whole days was planned by its own zone's clocks, which may be up to 26 hours away from
        the viewer's: the days are sorted out when they are laid out.
        """
        more = timedelta(days=1)
        return Span(start=midnight(self.first - more, zone), end=midnight(self.last + more + more, zone))

    @property
    def days(self) -> list[date]:
        """The days shown."""
        return [self.first + timedelta(days=after) for after in range((self.last - self.first).days + 1)]


def monday(day: date) -> date:
    """Return the first day of ``day``'s week (ISO 8601)."""
    return day - timedelta(days=day.weekday())


def window(view: View, day: date) -> Window:
    """Return what ``view`` shows around ``day``, which is kept between the years 2000 and 2099."""
    day = min(max(day, EARLIEST), LATEST)
    if view == View.WEEK:
        return _weeks(view, day, 1, WEEK)
    if view == View.TIMELINE:
        return _weeks(view, day, TIMELINE_WEEKS, 4 * WEEK)
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    last, previous = following - timedelta(days=1), (first - timedelta(days=1)).replace(day=1)
    if view == View.MONTH:
        shown, until = monday(first), monday(last) + timedelta(days=6)
    else:
        shown, until = first, last
    return Window(view=view, day=day, first=shown, last=until, previous=previous, following=following)


def _weeks(view: View, day: date, weeks: int, step: timedelta) -> Window:
    first = monday(day)
    return Window(
        view=view,
        day=day,
        first=first,
        last=first + weeks * WEEK - timedelta(days=1),
        previous=day - step,
        following=day + step,
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An entry on one of its days.

    Attributes:
        begins: whether this is its first day; on the others it goes on.
    """

    entry: Entry
    begins: bool


@dataclass(kw_only=True)
class Day:
    """One day with what stands in it.

    Attributes:
        aside: a day of the month before or after.
    """

    date: date
    today: bool
    aside: bool
    entries: list[Shown] = field(default_factory=list)
    blackouts: list[Blackout] = field(default_factory=list)


class HasDays(Protocol):
    """What stands on days."""

    def days(self, viewer: ZoneInfo) -> tuple[date, date]: ...


def days_of(
    shown: Window,
    *,
    entries: Iterable[Entry],
    blackouts: Iterable[Blackout],
    zone: ZoneInfo,
    today: date,
) -> list[Day]:
    """Return each day of the window with its entries and spans of silence, by ``zone``'s calendar."""
    days = {day: Day(date=day, today=day == today, aside=_is_aside(shown, day)) for day in shown.days}
    for entry in entries:
        first, _last = entry.days(zone)
        for day in _within(entry, shown, zone):
            days[day].entries.append(Shown(entry=entry, begins=day == first))
    for blackout in blackouts:
        for day in _within(blackout, shown, zone):
            days[day].blackouts.append(blackout)
    return list(days.values())


def _within(item: HasDays, shown: Window, zone: ZoneInfo) -> Iterable[date]:
    first, last = item.days(zone)
    first, last = max(first, shown.first), min(last, shown.last)
    return (first + timedelta(days=after) for after in range((last - first).days + 1))


def _is_aside(shown: Window, day: date) -> bool:
    return shown.view == View.MONTH and (day.year, day.month) != (shown.day.year, shown.day.month)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One week of a row: what begins in it, and whether the row's campaign runs then."""

    week: date
    runs: bool
    entries: Sequence[Entry]


@dataclass(frozen=True, kw_only=True)
class TimelineRow:
    """A campaign (or what belongs to none) over the weeks of the timeline."""

    campaign: Campaign | None
    name: str
    colour: str
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class TimelineGroup:
    """The rows of a business unit, or of none."""

    name: str
    rows: Sequence[TimelineRow]


def timeline(
    shown: Window, *, entries: Sequence[Entry], campaigns: Iterable[Campaign], zone: ZoneInfo
) -> list[TimelineGroup]:
    """Return the campaigns that run in the window, or have entries in it, by business unit.

    Entries without a campaign stand in a row of their own below their unit's campaigns.
    """
    by_campaign: dict[int, list[Entry]] = defaultdict(list)
    loose: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.campaign:
            by_campaign[entry.campaign].append(entry)
        else:
            loose[entry.unit_name].append(entry)
    rows: dict[str, list[TimelineRow]] = defaultdict(list)
    for campaign in campaigns:
        own = by_campaign.get(campaign.pk, [])
        if own or (campaign.starts_on <= shown.last and campaign.ends_on >= shown.first):
            unit = campaign.unit.name if campaign.unit else ""
            rows[unit].append(_row(shown, own, zone, campaign))
    for unit, own in loose.items():
        rows[unit].append(_row(shown, own, zone, None))
    ordered = sorted(rows, key=lambda name: (not name, name.casefold()))
    return [TimelineGroup(name=name or _("No business unit"), rows=rows[name]) for name in ordered]


def _row(shown: Window, entries: Iterable[Entry], zone: ZoneInfo, campaign: Campaign | None) -> TimelineRow:
    by_week: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_week[monday(entry.days(zone)[0])].append(entry)
    weeks = [day for day in shown.days if day.weekday() == 0]
    return TimelineRow(
        campaign=campaign,
        name=campaign.name if campaign else _("Without a campaign"),
        colour=campaign.colour if campaign else "grey",
        cells=[
            Cell(
                week=week,
                runs=campaign is not None and campaign.starts_on < week + WEEK and campaign.ends_on >= week,
                entries=by_week.get(week, []),
            )
            for week in weeks
        ],
    )
