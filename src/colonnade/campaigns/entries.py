"""What the calendar shows, from any feature: each registers a source of entries at start-up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.functional import Promise

from colonnade.campaigns.days import day_of, last_day_of
from colonnade.campaigns.models import Channel
from colonnade.core.registry import Registry
from colonnade.organization.models import Membership, Organization

ICONS: dict[str, str] = {
    Channel.SOCIAL: "message-circle",
    Channel.WEB: "globe",
    Channel.SEARCH: "mouse-pointer-click",
    Channel.EMAIL: "mail",
    Channel.EVENT: "ticket",
    Channel.OFFLINE: "newspaper",
    Channel.PHONE: "phone",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing in the calendar.

    Attributes:
        source: key of the source in ``CALENDAR``; ``id`` is the source's own.
        starts_at, ends_at: moments; ``ends_at`` is the first one after it.
        zone: IANA name of the zone that it was planned by.
        kind: a value of ``models.Channel``; ``channel`` the channel's name.
        campaign: id of the campaign, 0 for none. goal: id of the goal in the strategy, empty for none.
        unit: slug of the business unit, empty for none; ``unit_name`` as people say it.
        state: a word that one can filter by; ``state_label`` as people read it.
        off: it will not go out (dropped, withdrawn): shown, but no clash and no cost.
        text: what it says, for finding nearly the same text twice.
        href: its page.
        uid: its identity in calendar files (RFC 5545); empty to make one from its key.
        movable: whether ``EntrySource.move`` would take it in its present state.
    """

    source: str
    id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str
    zone: str = "UTC"
    all_day: bool = False
    channel: str = ""
    campaign: int = 0
    campaign_name: str = ""
    colour: str = "grey"
    goal: str = ""
    unit: str = ""
    unit_name: str = ""
    state: str = ""
    state_label: str = ""
    off: bool = False
    audience: str = ""
    topic: str = ""
    text: str = ""
    cost: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    href: str = ""
    uid: str = ""
    movable: bool = False

    @property
    def key(self) -> str:
        """Its name among the entries of all sources."""
        return f"{self.source}:{self.id}"

    @property
    def icon(self) -> str:
        """Name of the Lucide icon of its kind of channel."""
        return ICONS.get(self.kind, "calendar")

    @property
    def kind_label(self) -> str:
        """Its kind of channel as people read it."""
        return str(dict(Channel.choices).get(self.kind, self.kind))

    def days(self, viewer: ZoneInfo) -> tuple[date, date]:
        """Return its first and last day in ``viewer``'s calendar; whole days are the same for all."""
        zone = ZoneInfo(self.zone) if self.all_day else viewer
        return day_of(self.starts_at, zone), last_day_of(self.starts_at, self.ends_at, zone)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Which entries to show; what is empty does not narrow.

    Attributes:
        unit: slug of a business unit. goal: id of a goal. kind: a value of ``models.Channel``.
        channel: a channel's name. campaign: id of a campaign. state: an entry's state.
    """

    unit: str = ""
    goal: str = ""
    kind: str = ""
    channel: str = ""
    campaign: int = 0
    state: str = ""

    @classmethod
    def read(cls, said: Mapping[str, object]) -> "Filters":
        """Return the filters that ``said`` names; what it names not, or wrongly, does not narrow."""
        words = {one.name: str(said.get(one.name) or "").strip() for one in fields(cls)}
        campaign = words.pop("campaign")
        return cls(campaign=int(campaign) if campaign.isdecimal() and len(campaign) < 19 else 0, **words)

    @property
    def said(self) -> dict[str, str]:
        """What narrows, by name: what ``read`` takes, and what an address carries."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: str(value) for name, value in named.items() if value}

    def let(self, entry: Entry) -> bool:
        """Return whether ``entry`` is to be shown."""
        return all(str(getattr(entry, name)) == value for name, value in self.said.items())


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """From a moment up to, but not including, another."""

    start: datetime
    end: datetime


class CannotMove(ValueError):
    """An entry stays where it is; the message says why and what to do."""


class Entries(Protocol):
    """Returns the entries that touch the span, in a fixed number of queries.

    Narrowing is a help, no duty: the calendar narrows by the filters again.
    """

    def __call__(self, *, organization: Organization, span: Span, filters: Filters) -> Iterable[Entry]: ...


class Move(Protocol):
    """Moves ``entry`` (its ``Entry.id``) of the member's organisation by whole days.

    Its time of day stays, over changes of the clocks too (``days.moved``).

    Raises:
        CannotMove: where its state, or the member's role, forbids it, or where there is no such entry.
    """

    def __call__(self, *, member: Membership, entry: str, days: int, now: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True)
class EntrySource:
    """A kind of thing that has a day.

    Attributes:
        key: the ``source`` of its entries.
        label: what they are, as people say it.
        icon: name of a Lucide icon.
        move: None where they cannot be moved from the calendar.
    """

    key: str
    label: str | Promise
    icon: str
    entries: Entries
    move: Move | None = None


CALENDAR: Registry[EntrySource] = Registry("source of calendar entries")
"""Filled by ``registrations.py`` of each feature: ``CALENDAR.add(source.key, source)``."""
