"""The calendar out and in as files."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.campaigns import queries
from colonnade.campaigns.exchange.ics import calendar_file
from colonnade.campaigns.exchange.importing import import_calendar
from colonnade.campaigns.exchange.table import written_activities
from colonnade.campaigns.forms import CalendarFileForm
from colonnade.campaigns.views.calendar import asked
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.organization.uploads import imported

SHOWN_ASIDE = 50


@member_page(Permission.VIEW)
def activities_csv(request: MemberRequest) -> HttpResponseBase:
    """Give all activities as CSV, which the import takes back."""
    lines = written_activities(queries.activities_of(organization=request.organization).iterator(1000))
    name = f"calendar-{request.organization.slug}.csv"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@member_page(Permission.VIEW)
def calendar_ics(request: MemberRequest) -> HttpResponse:
    """Give what the calendar shows in the days of a view as a calendar file."""
    want = asked(request)
    entries = queries.entries_of(
        organization=request.organization, span=want.shown.span(want.zone), filters=want.filters
    )
    content = calendar_file(
        entries, organization=request.organization, name=request.organization.name, now=timezone.now()
    )
    name = f"calendar-{request.organization.slug}.ics"
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@member_page(Permission.CREATE_CONTENT)
def import_file(request: MemberRequest) -> HttpResponse:
    """Bring a file of activities into the calendar; what was left aside is shown at once, with the reason."""
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    done = imported(request, form, import_calendar)
    if done and not done.aside:
        said = _("%(added)d added, %(changed)d changed.")
        messages.success(request, said % {"added": done.added, "changed": done.changed})
        return redirect(org_reverse("campaigns:calendar", request.organization))
    context = {"form": form, "done": done, "aside": done.aside[:SHOWN_ASIDE] if done else ()}
    return render(request, "campaigns/import.html", context)
