"""Pages of the funnel: each goal's, and the rows behind a figure."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from colonnade.audience.touches.counting import Days, touches_of_goal
from colonnade.audience.touches.kinds import Kind
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.links.funnel import STAGES, chart_of, funnels

SPANS = {30: _("30 days"), 90: _("90 days"), 365: _("a year")}
ON_A_PAGE = 50


@member_page(Permission.VIEW)
def funnel(request: MemberRequest) -> HttpResponse:
    """Show how far people came, goal by goal."""
    span = _span(request)
    found = funnels(organization=request.organization, days=_days(request, span))
    rows = org_reverse("links:funnel_rows", request.organization)
    shown = [
        (one, chart_of(one, links={kind: f"{rows}?{_said(one.goal, kind, span)}" for kind in STAGES}))
        for one in found
    ]
    return render(request, "links/funnel.html", {"shown": shown, "span": span, "spans": SPANS.items()})


@member_page(Permission.VIEW)
def rows(request: MemberRequest) -> HttpResponse:
    """List the touches behind a figure of the funnel; whose they are is not shown."""
    span, goal = _span(request), request.GET.get("goal", "")
    try:
        kind = Kind(request.GET.get("kind", Kind.CLICK.value))
    except ValueError as error:
        raise Http404("There is no such stage.") from error
    found = touches_of_goal(
        organization=request.organization, goal=goal, kind=kind, days=_days(request, span)
    )
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "goal": goal,
        "kind": kind,
        "span": SPANS[span],
    }
    return render(request, "links/funnel_rows.html", context)


def _span(request: MemberRequest) -> int:
    said = request.GET.get("days", "")
    return int(said) if said.isascii() and said.isdecimal() and int(said) in SPANS else 30


def _days(request: MemberRequest, span: int) -> Days:
    return Days.ending(timezone.now(), organization=request.organization, days=span)


def _said(goal: str, kind: Kind, span: int) -> str:
    return urlencode({"goal": goal, "kind": kind.value, "days": span})
