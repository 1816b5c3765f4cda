"""The calendar as iCalendar (RFC 5545): for Outlook, Google and others, out and in.

What iCalendar has no property for is kept in ``X-COLONNADE-…``, so that what went out comes back whole.
Moments are written in UTC, which every reader understands without a table of zones.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event

from colonnade.campaigns.entries import Entry
from colonnade.campaigns.exchange.reading import Imported, Known, amount_of, kind_of, state_of
from colonnade.campaigns.models import Channel
from colonnade.campaigns.operations import ActivityPlan
from colonnade.core.table_files import Aside, UnreadableFile
from colonnade.organization.models import Organization

OWN = ("channel", "audience", "topic", "cost", "hours", "state", "zone", "campaign")
REFRESH = timedelta(hours=1)
STATUS = {"draft": "TENTATIVE", "dropped": "CANCELLED"}
MOST_BYTES = 20 * 1024 * 1024


def calendar_file(entries: Iterable[Entry], *, organization: Organization, name: str, now: datetime) -> bytes:
    """Return the entries as a calendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Colonnade//Marketing calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, organization, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, organization: Organization, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid or f"{entry.key}@{organization.slug}.colonnade")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", entry.title)
    if entry.all_day:
        first, last = entry.days(ZoneInfo(entry.zone))
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
    else:
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("categories", [entry.kind])
    event.add("status", STATUS.get("dropped" if entry.off else entry.state, "CONFIRMED"))
    if entry.text:
        event.add("description", entry.text)
    if entry.href and settings.PUBLIC_URL:
        event.add("url", urljoin(settings.PUBLIC_URL, entry.href))
    said = {name: getattr(entry, name) for name in OWN if name != "campaign"}
    said["campaign"] = entry.campaign_name
    for key, value in said.items():
        if value:
            event.add(f"x-colonnade-{key}", str(value))
    return event


def read_events(data: bytes, *, organization: Organization) -> tuple[list[Imported], list[Aside]]:
    """Return the events of a calendar file as activities, and those that could not be read.

    An event without a category that names a kind of channel is an event (a fair, a talk). One that repeats
    is kept aside: the calendar holds single days.

    Raises:
        UnreadableFile: where the file is no calendar.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than 20 MB: split it, and import the parts."))
    try:
        calendar = Calendar.from_ical(data)
    except ValueError as error:
        raise UnreadableFile(
            _("This is no calendar file that can be read: {error}.").format(error=str(error)[:200])
        ) from error
    known = Known(organization)
    found: list[Imported] = []
    aside: list[Aside] = []
    for number, event in enumerate(calendar.walk("VEVENT"), start=1):
        try:
            found.append(_activity(event, known))
        except ValueError as error:
            aside.append({"row": number, "reason": str(error), "cells": {"title": _word(event, "summary")}})
    return found, aside


def _activity(event: Component, known: Known) -> Imported:
    if event.errors:
        raise ValueError(_("it holds something unreadable: {what}").format(what=event.errors[0][0]))
    if event.get("rrule") or event.get("rdate"):
        raise ValueError(_("it repeats: put its single days into the calendar"))
    own = {name: _word(event, f"x-colonnade-{name}") for name in OWN}
    if not _word(event, "summary"):
        raise ValueError(_("no title is given"))
    starts_at, ends_at, all_day, zone = _when(event, own["zone"], known)
    plan = ActivityPlan(
        title=_word(event, "summary")[:200],
        kind=_kind(event),
        channel=own["channel"],
        campaign=known.campaign(own["campaign"]),
        audience=own["audience"],
        topic=own["topic"],
        text=_word(event, "description")[:5000],
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        zone=zone.key,
        cost=amount_of(own["cost"]),
        hours=amount_of(own["hours"]),
        state=state_of("dropped" if _word(event, "status").upper() == "CANCELLED" else own["state"]),
    )
    return Imported(uid=_word(event, "uid")[:255], plan=plan)


def _kind(event: Component) -> Channel:
    listed = event.get("categories", [])
    for written in (
        str(word) for one in (listed if isinstance(listed, list) else [listed]) for word in one.cats
    ):
        try:
            return kind_of(written)
        except ValueError:
            continue
    return Channel.EVENT


def _when(event: Component, zone: str, known: Known) -> tuple[datetime, datetime, bool, ZoneInfo]:
    start = event.get("dtstart")
    if start is None:
        raise ValueError(_("it has no beginning"))
    first = start.dt
    end, lasts = event.get("dtend"), event.get("duration")
    last = end.dt if end is not None else first + lasts.dt if lasts is not None else None
    if not isinstance(first, datetime):
        until = last.date() if isinstance(last, datetime) else last
        clock = known.clock(zone)
        final = max(until - timedelta(days=1), first) if isinstance(until, date) else first
        return (*ActivityPlan.over_days(first, final, clock.key), True, clock)
    clock = known.clock(zone or getattr(first.tzinfo, "key", "") or known.zone.key)
    starts_at = _moment(first, clock)
    ends_at = _moment(last, clock) if isinstance(last, datetime) else starts_at
    return starts_at, ends_at, False, clock


def _moment(written: datetime, clock: ZoneInfo) -> datetime:
    """Return a moment; one without a zone is meant by the organisation's clocks."""
    return (written if written.tzinfo else written.replace(tzinfo=clock)).astimezone(UTC)


def _word(event: Component, name: str) -> str:
    return str(event.get(name, "")).strip()
