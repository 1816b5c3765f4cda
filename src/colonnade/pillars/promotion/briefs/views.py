"""Pages of briefs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.campaigns.choices import goal_path, strategy_options
from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.briefs import operations, queries
from colonnade.pillars.promotion.briefs.following import MAKERS, made_from
from colonnade.pillars.promotion.briefs.forms import BriefForm, SearchForm, initial_of
from colonnade.pillars.promotion.briefs.mix import mix_of
from colonnade.pillars.promotion.briefs.models import Brief
from colonnade.pillars.promotion.briefs.states import BRIEF_STATES, BriefState
from colonnade.strategy.queries import current_reading
from colonnade.ui.forms import saved

PAGE = 25


@member_page(Permission.VIEW)
def briefs(request: MemberRequest) -> HttpResponse:
    """List briefs, those due first on top, with the mix of what they give."""
    search = SearchForm(request.GET)
    wanted = search.wanted()
    found = queries.find(organization=request.organization, wanted=wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "search": search,
        "wanted": wanted,
        "page": page,
        "rows": [(brief, brief.is_overdue(today)) for brief in page],
        "mix": mix_of(organization=request.organization, now=timezone.now()),
        "templates": queries.templates_of(organization=request.organization),
        "any": page.paginator.count > 0 or queries.briefs_of(organization=request.organization).exists(),
        "unit_scope": True,
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "briefs/list.html", context)


@member_page(Permission.CREATE_CONTENT)
def add(request: MemberRequest) -> HttpResponse:
    """Write a brief, perhaps from a template."""
    form = BriefForm(
        request.POST or None,
        organization=request.organization,
        options=strategy_options(request.organization),
        initial={"owner": request.user.pk, **_from_template(request)},
    )
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: operations.add_brief(
                organization=request.organization, plan=form.plan(), actor=request.user, now=timezone.now()
            ),
        )
        if made:
            return redirect(org_reverse("briefs:brief", request.organization, brief=made.pk))
    return render(request, "briefs/form.html", {"form": form})


def _from_template(request: MemberRequest) -> dict[str, str]:
    number = request.GET.get("template", "")
    if not number.isdecimal():
        return {}
    templates = queries.templates_of(organization=request.organization)
    return operations.wording_of(get_object_or_404(templates, pk=int(number)))


@member_page(Permission.VIEW)
def brief(request: MemberRequest, brief: int) -> HttpResponse:
    """Show a brief: what it says, what it rests on, what was made from it."""
    known = _brief(request, brief)
    reading = current_reading(request.organization)
    names = goal_path(reading.strategy if reading else None, known.served)
    goals = org_reverse("strategy:goals", request.organization)
    context = {
        "brief": known,
        "path": [*((name, goals) for name in names), (known.title, "")] if names else [],
        "made": made_from([known.pk]),
        "makers": list(MAKERS),
        "following": sorted(BRIEF_STATES.following(known.present)),
        "overdue": known.is_overdue(timezone.localdate()),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "briefs/brief.html", context)


@member_page(Permission.CREATE_CONTENT)
def change(request: MemberRequest, brief: int) -> HttpResponse:
    """Change a brief."""
    known = _brief(request, brief)
    form = BriefForm(
        request.POST or None,
        organization=request.organization,
        options=strategy_options(request.organization),
        initial=initial_of(known),
    )
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: operations.change_brief(
                brief=known, plan=form.plan(), actor=request.user, now=timezone.now()
            ),
        )
        if changed:
            messages.success(request, _("Saved."))
            return redirect(org_reverse("briefs:brief", request.organization, brief=known.pk))
    return render(request, "briefs/form.html", {"form": form, "brief": known})


@require_POST
@member_page(Permission.CREATE_CONTENT)
def step(request: MemberRequest, brief: int) -> HttpResponse:
    """Finish a brief, drop it, or take it up again."""
    known = _brief(request, brief)
    try:
        wanted = BriefState(request.POST.get("state", ""))
        operations.take_step(brief=known, wanted=wanted, actor=request.user, now=timezone.now())
    except ValueError as error:
        raise Http404("There is no such state.") from error
    except TransitionRefused as error:
        messages.error(request, str(error))
    return redirect(org_reverse("briefs:brief", request.organization, brief=known.pk))


@require_POST
@member_page(Permission.CREATE_CONTENT)
def keep_template(request: MemberRequest, brief: int) -> HttpResponse:
    """Keep a brief's words as a template."""
    known = _brief(request, brief)
    try:
        made = operations.keep_template(
            brief=known, name=request.POST.get("name", ""), actor=request.user, now=timezone.now()
        )
        messages.success(request, _("“%(name)s” is a template now.") % {"name": made.name})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(org_reverse("briefs:brief", request.organization, brief=known.pk))


@require_POST
@member_page(Permission.CREATE_CONTENT)
def remove_template(request: MemberRequest, template: int) -> HttpResponse:
    """Remove a template; briefs that began from it stay."""
    known = get_object_or_404(queries.templates_of(organization=request.organization), pk=template)
    operations.remove_template(template=known, actor=request.user, now=timezone.now())
    return redirect(org_reverse("briefs:list", request.organization))


def _brief(request: MemberRequest, number: int) -> Brief:
    return get_object_or_404(queries.briefs_of(organization=request.organization), pk=number)
