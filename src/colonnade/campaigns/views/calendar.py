"""The calendar's pages: month, week, list and timeline, one entry in place, moving, and what clashes."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.campaigns import queries
from colonnade.campaigns.choices import strategy_options
from colonnade.campaigns.clash_queries import clashes_in
from colonnade.campaigns.clashes import Clash
from colonnade.campaigns.days import day_of
from colonnade.campaigns.entries import CALENDAR, CannotMove, Entry, Filters
from colonnade.campaigns.layout import View, Window, days_of, timeline, window
from colonnade.campaigns.models import ACTIVITY_LABELS, Channel
from colonnade.campaigns.operations import move_entry
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission

Otherwise = TypeVar("Otherwise", date, None)


ROOM = {View.MONTH: 6, View.TIMELINE: 3}
"""Entries that a day of a month, or a week of a row, shows before it names how many more there are."""
MOST = 1000
"""Entries of one day that a week or a list shows."""


@dataclass(frozen=True)
class Asked:
    """What a request asks the calendar for."""

    shown: Window
    filters: Filters
    zone: ZoneInfo
    today: date

    @property
    def query(self) -> str:
        """The same as an address carries it."""
        return urlencode({"view": self.shown.view, "day": self.shown.day.isoformat(), **self.filters.said})


def asked(request: MemberRequest) -> Asked:
    """Return what the address asks for; this month where it does not say."""
    zone = queries.zone_of(organization=request.organization, user=request.user)
    today = day_of(timezone.now(), zone)
    view = request.GET.get("view", View.MONTH)
    chosen = View(view) if view in set(View) else View.MONTH
    return Asked(
        shown=window(chosen, read_day(request.GET.get("day", ""), today)),
        filters=Filters.read(request.GET),
        zone=zone,
        today=today,
    )


def read_day(written: str, otherwise: Otherwise) -> date | Otherwise:
    """Return a day as an address carries it (ISO 8601)."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return otherwise


@member_page(Permission.VIEW)
def calendar(request: MemberRequest) -> HttpResponse:
    """Show what stands in the calendar over all channels."""
    want = asked(request)
    span = want.shown.span(want.zone)
    entries = queries.entries_of(organization=request.organization, span=span, filters=want.filters)
    context = {
        "asked": want,
        "entries": entries,
        "heading": _heading(want.shown),
        "room": ROOM.get(want.shown.view, MOST),
        "most": f":{ROOM.get(want.shown.view, MOST)}",
        "views": _views(want),
        "options": _options(request, want, entries),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
        **_board(request, want, entries),
    }
    return render(request, "campaigns/calendar.html", context)


def _board(request: MemberRequest, want: Asked, entries: list[Entry]) -> dict[str, Any]:
    if want.shown.view == View.TIMELINE:
        campaigns = queries.campaigns_of(organization=request.organization)
        if want.filters.campaign:
            campaigns = campaigns.filter(pk=want.filters.campaign)
        if want.filters.unit:
            campaigns = campaigns.filter(unit__slug=want.filters.unit)
        if want.filters.goal:
            campaigns = campaigns.filter(goal__key=want.filters.goal)
        groups = timeline(want.shown, entries=entries, campaigns=campaigns, zone=want.zone)
        return {"groups": groups, "weeks": [day for day in want.shown.days if day.weekday() == 0]}
    blackouts = queries.blackouts_in(organization=request.organization, span=want.shown.span(want.zone))
    days = days_of(want.shown, entries=entries, blackouts=blackouts, zone=want.zone, today=want.today)
    if want.shown.view == View.LIST:
        days = [day for day in days if day.entries or day.blackouts]
    return {"days": days, "empty": not any(day.entries or day.blackouts for day in days)}


def _heading(shown: Window) -> str:
    if shown.view in (View.MONTH, View.LIST):
        return date_format(shown.day, "F Y")
    first = "j F" if shown.first.year == shown.last.year else "j F Y"
    return _("{first} to {last}").format(
        first=date_format(shown.first, first), last=date_format(shown.last, "j F Y")
    )


def _views(want: Asked) -> list[tuple[str, str, str, bool]]:
    labels = {
        View.MONTH: (_("Month"), "calendar-days"),
        View.WEEK: (_("Week"), "columns-3"),
        View.LIST: (_("List"), "list"),
        View.TIMELINE: (_("Timeline"), "chart-gantt"),
    }
    return [(view.value, label, icon, view == want.shown.view) for view, (label, icon) in labels.items()]


@dataclass(frozen=True)
class Narrowing:
    """One thing to narrow by: its name in the address, and what there is to choose."""

    name: str
    label: str
    offered: list[tuple[str, str]]
    chosen: str


def _options(request: MemberRequest, want: Asked, entries: list[Entry]) -> list[Narrowing]:
    states = {state.value: str(label) for state, label in ACTIVITY_LABELS.items()}
    states |= {entry.state: entry.state_label for entry in entries if entry.state not in states}
    campaigns = queries.campaigns_of(organization=request.organization)
    offered: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("unit", _("Business unit"), [(unit.slug, unit.name) for unit in request.organization.units.all()]),
        ("goal", _("Goal"), list(strategy_options(request.organization).goals)),
        ("kind", _("Kind of channel"), [(value, str(label)) for value, label in Channel.choices]),
        ("campaign", _("Campaign"), [(str(one.pk), one.name) for one in campaigns]),
        ("state", _("State"), list(states.items())),
    ]
    said = want.filters.said
    return [Narrowing(name, label, rows, said.get(name, "")) for name, label, rows in offered]


@member_page(Permission.VIEW)
def entry(request: MemberRequest) -> HttpResponse:
    """Show one entry, in place or as a page of its own; ``key`` and ``on`` (one of its days) name it."""
    want = asked(request)
    day = read_day(request.GET.get("on", ""), want.today)
    span = window(View.WEEK, day).span(want.zone)
    key = request.GET.get("key", "")
    found = next(
        (one for one in queries.entries_of(organization=request.organization, span=span) if one.key == key),
        None,
    )
    if found is None:
        raise Http404("No such entry.")
    context = {
        "entry": found,
        "source": CALENDAR.get(found.source),
        "asked": want,
        "days": found.days(want.zone),
        "clashes": [
            clash
            for clash in clashes_in(organization=request.organization, span=span)
            if key in clash.entries
        ],
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
        "back": f"{org_reverse('campaigns:calendar', request.organization)}?{want.query}",
    }
    page = "campaigns/entry_part.html" if request.headers.get("HX-Request") else "campaigns/entry.html"
    return render(request, page, context)


@require_POST
@member_page(Permission.VIEW)
def move(request: MemberRequest) -> HttpResponse:
    """Move an entry to another day: ``from`` and ``to`` are days, whose distance it is moved by."""
    want = asked(request)
    to, since = (read_day(request.POST.get(name, ""), None) for name in ("to", "from"))
    try:
        days = (to - since).days if to and since else 0
        move_entry(
            member=request.membership, key=request.POST.get("entry", ""), days=days, now=timezone.now()
        )
    except CannotMove as error:
        messages.error(request, str(error))
    else:
        if to and days:
            messages.success(request, _("Moved to %(day)s.") % {"day": date_format(to, "l, j F Y")})
    return redirect(f"{org_reverse('campaigns:calendar', request.organization)}?{want.query}")


@member_page(Permission.VIEW)
def clashes(request: MemberRequest) -> HttpResponse:
    """Show what gets in the way in the days of a view; a part of a page where the page itself asks."""
    want = asked(request)
    span = want.shown.span(want.zone)
    found = clashes_in(organization=request.organization, span=span, filters=want.filters)
    context = {
        "asked": want,
        "clashes": found,
        "marks": _marks(found),
        "heading": _heading(want.shown),
    }
    page = "campaigns/clashes_part.html" if request.headers.get("HX-Request") else "campaigns/clashes.html"
    return render(request, page, context)


def _marks(found: list[Clash]) -> dict[str, str]:
    """Return the reasons of its clashes by entry, for the calendar to mark it."""
    marks: dict[str, str] = {}
    for clash in found:
        for key in clash.entries:
            marks[key] = f"{marks[key]} {clash.reason}" if key in marks else clash.reason
    return marks
