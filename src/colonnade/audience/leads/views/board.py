"""All leads: as a board, as a list, as a file; and what sales made of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from colonnade.audience.leads import operations, queries
from colonnade.audience.leads.files import csv_lines
from colonnade.audience.leads.forms import OutcomesForm
from colonnade.audience.leads.queries import LeadFilter
from colonnade.governance.operations import record
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.queries import members_of
from colonnade.organization.roles import Permission
from colonnade.organization.uploads import imported

PAGE = 50
SHOWN_ASIDE = 20
NAMES = ("text", "state", "goal", "campaign", "owner", "least_score")


def chosen_in(request: MemberRequest) -> LeadFilter:
    """Return which leads an address asks for."""
    return LeadFilter(**{name: request.GET.get(name, "").strip()[:200] for name in NAMES})


@member_page(Permission.VIEW)
def board(request: MemberRequest) -> HttpResponse:
    """Show the leads; who may not work leads sees how many there are."""
    organization, chosen = request.organization, chosen_in(request)
    may_work = request.membership.may(Permission.WORK_LEADS)
    context: dict[str, object] = {
        "counted": queries.counted_by_state(organization=organization),
        "figures": queries.figures_by_goal(organization=organization),
        "may_work": may_work,
        "may_set": request.membership.may(Permission.EDIT_STRATEGY),
        "chosen": chosen,
    }
    if may_work:
        found = queries.leads_of(organization=organization, chosen=chosen)
        as_list = request.GET.get("as") == "list"
        context |= {
            "as_list": as_list,
            "page": Paginator(found, PAGE).get_page(request.GET.get("page")) if as_list else None,
            "columns": None if as_list else queries.columns_of(organization=organization, chosen=chosen),
            "goals": queries.goals_in_use(organization=organization),
            "members": members_of(organization=organization),
            "query": request.GET.urlencode(),
        }
    return render(request, "leads/board.html", context)


@member_page(Permission.WORK_LEADS)
def export(request: MemberRequest) -> StreamingHttpResponse:
    """Send the chosen leads as CSV; the audit trail says who took them."""
    found = queries.leads_of(organization=request.organization, chosen=chosen_in(request))
    record(
        organization=request.organization,
        actor=request.user,
        action="leads.exported",
        subject=request.organization.name,
        now=timezone.now(),
        details={"leads": found.count()},
    )
    response = StreamingHttpResponse(csv_lines(found.iterator(chunk_size=500)), content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="leads.csv"'
    return response


@member_page(Permission.WORK_LEADS)
def outcomes(request: MemberRequest) -> HttpResponse:
    """Import what sales made of leads."""
    form = OutcomesForm(request.POST or None, request.FILES or None)
    done = imported(request, form, operations.import_outcomes)
    if done and not done.aside:
        said = ngettext("%(count)d lead has changed.", "%(count)d leads have changed.", done.changed)
        messages.success(request, said % {"count": done.changed})
        return redirect(org_reverse("leads:board", request.organization))
    context = {"form": form, "done": done, "aside": done.aside[:SHOWN_ASIDE] if done else ()}
    return render(request, "leads/outcomes.html", context)
