"""Days and hours as the wall clock of a zone shows them, over changes to and from summer time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which ``day`` begins in ``zone``, in UTC.

    Where the clocks jump over midnight, the day begins at the first hour that there is.
    """
    return at_wall_clock(datetime.combine(day, time.min), zone)


def at_wall_clock(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, in UTC, at which the clocks of ``zone`` show ``local`` (which has no zone).

    An hour that summer time leaves out is read as so much later; of an hour that comes twice, the first is
    meant (PEP 495, ``fold=0``).
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def moved(moment: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """Return the moment ``days`` later at which the clocks of ``zone`` show the same time of day, in UTC."""
    local = moment.astimezone(zone).replace(tzinfo=None)
    return at_wall_clock(local + timedelta(days=days), zone)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day that the calendar of ``zone`` shows at ``moment``."""
    return moment.astimezone(zone).date()


def last_day_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> date:
    """Return the last day that a stretch touches in ``zone``; what ends at midnight ends before it."""
    if ends_at <= starts_at:
        return day_of(starts_at, zone)
    return day_of(ends_at - timedelta(microseconds=1), zone)
