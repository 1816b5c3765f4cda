"""Pages of campaigns and their budget."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from colonnade.campaigns import operations, queries
from colonnade.campaigns.budget import budget_of, budget_of_campaign, hours_chart, money_chart
from colonnade.campaigns.choices import goal_path, strategy_options
from colonnade.campaigns.clash_queries import clashes_in
from colonnade.campaigns.days import day_of, midnight
from colonnade.campaigns.entries import Filters, Span
from colonnade.campaigns.forms import CampaignForm, campaign_initial
from colonnade.campaigns.models import CAMPAIGN_LABELS, Campaign
from colonnade.campaigns.offer import offer, take_offer
from colonnade.campaigns.states import CAMPAIGN_STATES, CampaignState
from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.strategy.queries import current_reading
from colonnade.ui.forms import saved

PAGE = 50


def _campaign(request: MemberRequest, campaign: int) -> Campaign:
    return get_object_or_404(queries.campaigns_of(organization=request.organization), pk=campaign)


def _page_of(request: MemberRequest, campaign: Campaign) -> str:
    return org_reverse("campaigns:campaign", request.organization, campaign=campaign.pk)


@member_page(Permission.VIEW)
def campaigns(request: MemberRequest) -> HttpResponse:
    """List the campaigns, the latest first."""
    found = queries.campaigns_of(organization=request.organization).order_by("-starts_on", "name", "pk")
    state = request.GET.get("state", "")
    if state in set(CampaignState):
        found = found.filter(state=state)
    goals = dict(strategy_options(request.organization).goals)
    page = Paginator(found.annotate(count=Count("activities")), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(campaign, _goal_name(campaign, goals)) for campaign in page],
        "states": [(value.value, label) for value, label in CAMPAIGN_LABELS.items()],
        "state": state,
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "campaigns/campaigns.html", context)


def _goal_name(campaign: Campaign, goals: dict[str, str]) -> str:
    return goals.get(campaign.goal.key, campaign.goal.key) if campaign.goal else ""


@member_page(Permission.VIEW)
def campaign(request: MemberRequest, campaign: int) -> HttpResponse:
    """Show a campaign: what it is for, its money and hours, what clashes, what the plan offers."""
    found = _campaign(request, campaign)
    reading = current_reading(request.organization)
    strategy = reading.strategy if reading is not None else None
    goal = found.goal.key if found.goal else ""
    tree = org_reverse("strategy:goals", request.organization)
    zone = queries.zone_of(organization=request.organization)
    span = Span(start=midnight(found.starts_on, zone), end=midnight(found.ends_on + timedelta(days=1), zone))
    offered = offer(found)
    context = {
        "campaign": found,
        "path": [*((name, tree) for name in goal_path(strategy, goal)), (found.name, "")],
        "line": budget_of_campaign(found),
        "activities": Paginator(
            queries.activities_of(organization=request.organization).filter(campaign=found), PAGE
        ).get_page(request.GET.get("page")),
        "clashes": clashes_in(
            organization=request.organization, span=span, filters=Filters(campaign=found.pk)
        ),
        "offered": offered,
        "missing": sum(len(one.days) for one in offered),
        "steps": _steps(found),
        "zone": queries.zone_of(organization=request.organization, user=request.user),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "campaigns/campaign.html", context)


def _steps(campaign: Campaign) -> list[tuple[str, str]]:
    words = {CampaignState.RUNNING: _("Start it"), CampaignState.ENDED: _("End it")}
    if campaign.present == CampaignState.ENDED:
        words[CampaignState.RUNNING] = _("Open it again")
    following = CAMPAIGN_STATES.following(campaign.present)
    return [(state.value, word) for state, word in words.items() if state in following]


@member_page(Permission.CREATE_CONTENT)
def add_campaign(request: MemberRequest) -> HttpResponse:
    """Plan a campaign."""
    today = day_of(timezone.now(), queries.zone_of(organization=request.organization, user=request.user))
    begin = {"starts_on": today, "ends_on": today + timedelta(days=27), "goal": request.GET.get("goal", "")}
    form = CampaignForm(
        request.POST or None,
        organization=request.organization,
        options=strategy_options(request.organization),
        initial=begin,
    )
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: operations.add_campaign(
                organization=request.organization,
                plan=form.plan(request.user),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if made is not None:
            messages.success(request, _("“%(name)s” is planned.") % {"name": made.name})
            return redirect(_page_of(request, made))
    return render(request, "campaigns/campaign_form.html", {"form": form, "campaign": None})


@member_page(Permission.CREATE_CONTENT)
def change_campaign(request: MemberRequest, campaign: int) -> HttpResponse:
    """Change a campaign."""
    found = _campaign(request, campaign)
    form = CampaignForm(
        request.POST or None,
        organization=request.organization,
        options=strategy_options(request.organization),
        initial=campaign_initial(found),
    )
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: operations.change_campaign(
                campaign=found, plan=form.plan(found.owner), actor=request.user, now=timezone.now()
            ),
        )
        if changed is not None:
            messages.success(request, _("“%(name)s” is saved.") % {"name": changed.name})
            return redirect(_page_of(request, changed))
    return render(request, "campaigns/campaign_form.html", {"form": form, "campaign": found})


@require_POST
@member_page(Permission.CREATE_CONTENT)
def step_campaign(request: MemberRequest, campaign: int) -> HttpResponse:
    """Take a campaign to another state."""
    found, wanted = _campaign(request, campaign), request.POST.get("state", "")
    try:
        operations.take_campaign_step(
            campaign=found, wanted=CampaignState(wanted), actor=request.user, now=timezone.now()
        )
    except (TransitionRefused, ValueError):
        messages.error(request, _("Somebody was faster: look at its state, and choose again."))
    else:
        said = {"name": found.name, "state": CAMPAIGN_LABELS[CampaignState(wanted)]}
        messages.success(request, _("“%(name)s”: %(state)s.") % said)
    return redirect(_page_of(request, found))


@require_POST
@member_page(Permission.CREATE_CONTENT)
def remove_campaign(request: MemberRequest, campaign: int) -> HttpResponse:
    """Remove a campaign with its activities."""
    found = _campaign(request, campaign)
    operations.remove_campaign(campaign=found, actor=request.user, now=timezone.now())
    messages.success(request, _("“%(name)s” is removed.") % {"name": found.name})
    return redirect(org_reverse("campaigns:campaigns", request.organization))


@require_POST
@member_page(Permission.CREATE_CONTENT)
def take_plan(request: MemberRequest, campaign: int) -> HttpResponse:
    """Put what the plan offers into the calendar, as drafts."""
    found = _campaign(request, campaign)
    made = take_offer(campaign=found, actor=request.user, now=timezone.now())
    said = ngettext("%(count)d draft is in the calendar.", "%(count)d drafts are in the calendar.", len(made))
    messages.success(request, said % {"count": len(made)})
    return redirect(_page_of(request, found))


@member_page(Permission.VIEW)
def budget(request: MemberRequest) -> HttpResponse:
    """Show money and hours by campaign, goal and business unit."""
    found = budget_of(request.organization)
    context = {
        "budget": found,
        "tables": [
            (_("By campaign"), "campaigns", found.campaigns),
            (_("By goal"), "goals", found.goals),
            (_("By business unit"), "units", found.units),
        ],
        "charts": [money_chart(found), hours_chart(found)] if found.campaigns else [],
    }
    return render(request, "campaigns/budget.html", context)
