"""When a report is due, and which days it is about."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from colonnade.pillars.listening.reports.models import Rhythm


def next_due(*, rhythm: Rhythm, hour: int, zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first moment behind ``after`` at which a report is due, in UTC.

    An hour that the clocks skip in spring is the one behind it, as ``zoneinfo`` reads it.
    """
    day = after.astimezone(zone).date()
    while True:
        if _is_day(rhythm, day):
            due = datetime.combine(day, time(hour), zone).astimezone(ZoneInfo("UTC"))
            if due > after:
                return due
        day += timedelta(days=1)


def days_before(*, rhythm: Rhythm, due: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """Return the first and last day that a report due then is about: the whole ones before it."""
    last = due.astimezone(zone).date() - timedelta(days=1)
    if rhythm == Rhythm.MONTHLY:
        return last.replace(day=1), last
    return last - timedelta(days=6 if rhythm == Rhythm.WEEKLY else 0), last


def _is_day(rhythm: Rhythm, day: date) -> bool:
    if rhythm == Rhythm.WEEKLY:
        return day.weekday() == 0
    return rhythm == Rhythm.DAILY or day.day == 1
