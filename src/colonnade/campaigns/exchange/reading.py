"""Words of a file as an activity's plan: what a row or an event says, in the organisation's own terms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from colonnade.campaigns.days import at_wall_clock
from colonnade.campaigns.models import ACTIVITY_LABELS, Campaign, Channel
from colonnade.campaigns.operations import ActivityPlan
from colonnade.campaigns.queries import campaigns_of, zone_of
from colonnade.campaigns.states import ActivityState
from colonnade.organization.models import BusinessUnit, Organization

ALSO: dict[str, Channel] = {
    "ppc": Channel.SEARCH,
    "paid search": Channel.SEARCH,
    "ads": Channel.SEARCH,
    "e-mail": Channel.EMAIL,
    "mail": Channel.EMAIL,
    "newsletter": Channel.EMAIL,
    "website": Channel.WEB,
    "fair": Channel.EVENT,
    "print": Channel.OFFLINE,
    "call": Channel.PHONE,
}
"""What kinds of channel are called besides."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """One activity of a file; ``uid`` is empty where the file gives none."""

    uid: str
    plan: ActivityPlan


class Known:
    """What an organisation's words mean: its campaigns, its units, its clocks."""

    def __init__(self, organization: Organization) -> None:
        campaigns = list(campaigns_of(organization=organization))
        self._campaigns = {one.name.casefold(): one for one in campaigns} | {
            one.slug: one for one in campaigns
        }
        units = list(organization.units.all())
        self._units = {one.name.casefold(): one for one in units} | {one.slug: one for one in units}
        self.zone = zone_of(organization=organization)

    def campaign(self, written: str) -> Campaign | None:
        """Return the campaign of that name. Raises ``ValueError`` where there is none."""
        if not written:
            return None
        found = self._campaigns.get(written.casefold())
        if found is None:
            raise ValueError(_("there is no campaign “{name}”: plan it first").format(name=written))
        return found

    def unit(self, written: str) -> BusinessUnit | None:
        """Return the business unit of that name. Raises ``ValueError`` where there is none."""
        if not written:
            return None
        found = self._units.get(written.casefold())
        if found is None:
            raise ValueError(_("there is no business unit “{name}”").format(name=written))
        return found

    def clock(self, written: str) -> ZoneInfo:
        """Return the zone of that IANA name, the organisation's where none is given."""
        if not written:
            return self.zone
        if written not in available_timezones():
            raise ValueError(_("“{name}” is no time zone").format(name=written))
        return ZoneInfo(written)


def kind_of(written: str) -> Channel:
    """Return the kind of channel that a word means. Raises ``ValueError`` where it means none."""
    word = written.strip().casefold()
    for kind in Channel:
        if word in (kind.value, str(kind.label).casefold()):
            return kind
    if word in ALSO:
        return ALSO[word]
    known = ", ".join(Channel.values)
    raise ValueError(
        _("“{value}” is no kind of channel; write one of: {known}").format(value=written, known=known)
    )


def state_of(written: str) -> ActivityState:
    """Return the state that a word means, planned where none is given."""
    word = written.strip().casefold()
    if not word:
        return ActivityState.PLANNED
    for state, label in ACTIVITY_LABELS.items():
        if word in (state.value, str(label).casefold()):
            return state
    known = ", ".join(state.value for state in ActivityState)
    raise ValueError(_("“{value}” is no state; write one of: {known}").format(value=written, known=known))


def amount_of(written: str) -> Decimal:
    """Return an amount of money or hours; 0 for nothing.

    Of a dot and a comma the last stands before the decimals (1,200.50 and 1.200,50); a comma alone does so
    unless three digits follow it (12,5 but 1,200).
    """
    plain = re.sub(r"\s", "", written)
    if not plain:
        return Decimal(0)
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0 and plain[last] == "," and ("." in plain or len(plain) - last != 4):
        plain = plain.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise ValueError(_("“{value}” is no amount").format(value=written))
    return amount.quantize(Decimal("0.01"))


def day_of_word(written: str) -> date:
    """Return a day (2026-11-30). Raises ``ValueError`` where it is written otherwise."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError as error:
        raise ValueError(_("“{value}” is no day; write it as 2026-11-30").format(value=written)) from error


def time_of_word(written: str) -> time | None:
    """Return a time of day (14:30); None for nothing."""
    if not written.strip():
        return None
    try:
        return time.fromisoformat(written.strip().zfill(5)).replace(tzinfo=None)
    except ValueError as error:
        raise ValueError(_("“{value}” is no time; write it as 14:30").format(value=written)) from error


def moments(
    *, day: date, at: time | None, until_day: date | None, until: time | None, zone: ZoneInfo
) -> tuple[datetime, datetime, bool]:
    """Return when something begins and ends, and whether it takes whole days."""
    last = until_day or day
    if at is None:
        return (*ActivityPlan.over_days(day, max(last, day), zone.key), True)
    starts_at = at_wall_clock(datetime.combine(day, at), zone)
    if until is None and until_day is None:
        return starts_at, starts_at + timedelta(minutes=30), False
    return starts_at, at_wall_clock(datetime.combine(last, until or at), zone), False


def words_of(said: Mapping[str, str]) -> dict[str, str]:
    """Return the plain words of an activity among what a file says."""
    names = ("title", "channel", "audience", "topic", "text", "notes")
    return {name: said.get(name, "").strip() for name in names}
