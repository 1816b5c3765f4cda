"""Pages of one activity."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.campaigns import operations, queries
from colonnade.campaigns.choices import StrategyOptions, strategy_options
from colonnade.campaigns.days import day_of
from colonnade.campaigns.forms import ActivityForm, activity_initial
from colonnade.campaigns.models import ACTIVITY_LABELS, Activity
from colonnade.campaigns.states import ACTIVITY_STATES, ActivityState
from colonnade.campaigns.views.calendar import asked, read_day
from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.ui.forms import saved


def _activity(request: MemberRequest, activity: int) -> Activity:
    return get_object_or_404(queries.activities_of(organization=request.organization), pk=activity)


def _calendar(request: MemberRequest, activity: Activity) -> str:
    day = activity.days(queries.zone_of(organization=request.organization, user=request.user))[0]
    return f"{org_reverse('campaigns:calendar', request.organization)}?day={day.isoformat()}"


def _form_page(request: MemberRequest, form: ActivityForm, activity: Activity | None) -> HttpResponse:
    options: StrategyOptions = strategy_options(request.organization)
    context: dict[str, Any] = {
        "form": form,
        "activity": activity,
        "audiences": options.audiences,
        "channels": options.channels,
        "steps": _steps(activity) if activity else [],
    }
    return render(request, "campaigns/activity.html", context)


def _steps(activity: Activity) -> list[tuple[str, str]]:
    words = {
        ActivityState.DRAFT: _("Back to draft"),
        ActivityState.PLANNED: _("Plan it"),
        ActivityState.DONE: _("It is done"),
        ActivityState.DROPPED: _("Drop it"),
    }
    return [(state.value, words[state]) for state in ActivityState if state in _following(activity)]


def _following(activity: Activity) -> frozenset[ActivityState]:
    return ACTIVITY_STATES.following(activity.present)


@member_page(Permission.CREATE_CONTENT)
def add_activity(request: MemberRequest) -> HttpResponse:
    """Put an activity into the calendar; the address may give its day and its campaign."""
    zone = queries.zone_of(organization=request.organization, user=request.user)
    begin: dict[str, Any] = {"day": read_day(request.GET.get("day", ""), day_of(timezone.now(), zone))}
    wanted = request.GET.get("campaign", "")
    if wanted.isdecimal():
        campaign = queries.campaigns_of(organization=request.organization).filter(pk=int(wanted)).first()
        if campaign is not None:
            begin |= {"campaign": campaign, "unit": campaign.unit, "audience": campaign.audience}
    form = ActivityForm(request.POST or None, organization=request.organization, zone=zone, initial=begin)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: operations.add_activity(
                organization=request.organization, plan=form.plan(), actor=request.user, now=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, _("“%(title)s” is in the calendar.") % {"title": made.title})
            return redirect(_calendar(request, made))
    return _form_page(request, form, None)


@member_page(Permission.VIEW)
def activity(request: MemberRequest, activity: int) -> HttpResponse:
    """Show an activity; those who may write change it."""
    found = _activity(request, activity)
    if not request.membership.may(Permission.CREATE_CONTENT):
        want = asked(request)
        shown = queries.entry_of(found)
        context = {"activity": found, "entry": shown, "asked": want, "days": shown.days(want.zone)}
        return render(request, "campaigns/activity_read.html", context)
    form = ActivityForm(
        request.POST or None,
        organization=request.organization,
        zone=found.clock,
        initial=activity_initial(found),
    )
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: operations.change_activity(
                activity=found, plan=form.plan(found), actor=request.user, now=timezone.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("“%(title)s” is saved.") % {"title": changed.title})
            return redirect(_calendar(request, changed))
    return _form_page(request, form, found)


@require_POST
@member_page(Permission.CREATE_CONTENT)
def step_activity(request: MemberRequest, activity: int) -> HttpResponse:
    """Take an activity to another state."""
    found, wanted = _activity(request, activity), request.POST.get("state", "")
    try:
        operations.take_activity_step(
            activity=found, wanted=ActivityState(wanted), actor=request.user, now=timezone.now()
        )
    except (TransitionRefused, ValueError):
        messages.error(request, _("Somebody was faster: look at its state, and choose again."))
    else:
        said = {"title": found.title, "state": ACTIVITY_LABELS[ActivityState(wanted)]}
        messages.success(request, _("“%(title)s”: %(state)s.") % said)
    return redirect(org_reverse("campaigns:activity", request.organization, activity=found.pk))


@require_POST
@member_page(Permission.CREATE_CONTENT)
def remove_activity(request: MemberRequest, activity: int) -> HttpResponse:
    """Take an activity out of the calendar for good."""
    found = _activity(request, activity)
    address = _calendar(request, found)
    operations.remove_activity(activity=found, actor=request.user, now=timezone.now())
    messages.success(request, _("“%(title)s” is removed.") % {"title": found.title})
    return redirect(address)
