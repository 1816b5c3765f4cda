"""Times of day as people say them, turned into moments."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _


class NoSuchTime(ValueError):
    """A time that a zone's clocks never show, or a zone that there is not."""


def moment_of(*, wall: datetime, zone: str) -> datetime:
    """Return the moment (UTC) at which the clocks of ``zone`` show ``wall``; the first of two.

    Raises:
        NoSuchTime: where the clocks are put forward past it, or there is no such zone.
    """
    clock = zone_of(zone)
    moment = wall.replace(tzinfo=clock, fold=0).astimezone(UTC)
    if moment.astimezone(clock).replace(tzinfo=None) != wall.replace(tzinfo=None, fold=0):
        message = _("The clocks in %(zone)s are put forward past %(time)s that day; choose another time.")
        raise NoSuchTime(message % {"zone": zone, "time": f"{wall:%H:%M}"})
    return moment


def zone_of(name: str) -> ZoneInfo:
    """Return a zone by its IANA name. Raises ``NoSuchTime`` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoSuchTime(_("There is no time zone “%(zone)s”.") % {"zone": name[:64]}) from None
