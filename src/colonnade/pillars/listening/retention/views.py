"""Pages of retention: what is kept how long, see what would go, say it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.retention import queries
from colonnade.pillars.listening.retention.facts import would_go
from colonnade.pillars.listening.retention.forms import DaysForm
from colonnade.pillars.listening.retention.models import Origin
from colonnade.pillars.listening.retention.starting import keep_from_tonight
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store

ON_A_PAGE = 25
LAST_REMOVALS = 20


@member_page(Permission.MANAGE)
def overview(request: MemberRequest) -> HttpResponse:
    """List how long everything is kept, and what went lately."""
    ours = request.organization
    page = Paginator(queries.files_of(ours), ON_A_PAGE).get_page(request.GET.get("page"))
    shorter = _("A source's own rule and its account's: the shorter holds.")
    context = {
        "parts": [
            (_("Accounts"), _("For all sources that are heard with it."), queries.accounts(ours)),
            (_("Sources"), shorter, queries.sources(ours)),
            (_("Imported files"), "", queries.files(ours, page.object_list)),
        ],
        "page": page,
        "removals": queries.removals_of(ours)[:LAST_REMOVALS],
    }
    return render(request, "retention/list.html", context)


@member_page(Permission.MANAGE)
def one(request: MemberRequest, origin: str, number: int) -> HttpResponse:
    """Say how long one of them is kept; before that, see how many posts would go."""
    kept = _known(request, origin, number)
    form = DaysForm(request.POST or None, initial={"days": kept.days})
    context: dict[str, object] = {"form": form, "kept": kept}
    if request.method == "POST" and form.is_valid():
        if "show" not in request.POST:
            return _keep(request, kept, form)
        context["preview"] = _would_go(request, kept, form)
    return render(request, "retention/one.html", context)


def _keep(request: MemberRequest, kept: queries.Kept, form: DaysForm) -> HttpResponse:
    keep_from_tonight(
        organization=request.organization,
        origin=kept.origin,
        number=kept.number,
        days=form.cleaned_data["days"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Saved. What is older goes in the night; until then it can be changed."))
    return redirect(org_reverse("retention:list", request.organization))


def _would_go(request: MemberRequest, kept: queries.Kept, form: DaysForm) -> int | None:
    """Return how many posts would go; None where a command holds the warehouse, which the form says."""
    try:
        return would_go(
            open_store().facts(request.organization.pk),
            organization=request.organization,
            of=kept,
            days=form.cleaned_data["days"],
            now=timezone.now(),
        )
    except OwnedElsewhere:
        form.add_error(None, _("A command is using the warehouse. Try again in a moment."))
        return None


def _known(request: MemberRequest, origin: str, number: int) -> queries.Kept:
    try:
        return queries.kept(request.organization, Origin(origin), number)
    except (ValueError, queries.NothingKept) as error:
        raise Http404("There is nothing of that name.") from error
