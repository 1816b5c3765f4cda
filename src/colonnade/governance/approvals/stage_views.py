"""Pages on which stages are set up, and tried."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.governance.approvals import operations, queries
from colonnade.governance.approvals.forms import SettingsForm, StageForm, UnitReviewersForm, WhoForm
from colonnade.governance.approvals.models import Stage, UnitReviewer
from colonnade.governance.approvals.staging import who_would
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.models import BusinessUnit
from colonnade.organization.roles import Permission
from colonnade.ui.forms import saved


@member_page(Permission.MANAGE)
def stages(request: MemberRequest) -> HttpResponse:
    """List the stages, the reviewers of units, and how long reviews last; try who would have to approve."""
    settings = queries.settings_of(organization=request.organization)
    form = SettingsForm(
        request.POST or None,
        initial={
            "due_hours": settings.due_hours,
            "expire_days": settings.expire_days,
            "reviews_off": queries.reviews_are_off(organization=request.organization),
        },
    )
    if request.method == "POST" and form.is_valid():
        chosen = saved(
            form,
            lambda: operations.choose_settings(
                organization=request.organization,
                **form.cleaned_data,
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if chosen:
            messages.success(request, _("Saved."))
            return _to_stages(request)
    context = {
        "stages": queries.stages_of(organization=request.organization),
        "settings_form": form,
        "who_form": WhoForm(organization=request.organization),
        "units": _units(request),
    }
    return render(request, "approvals/stages.html", context)


def _units(request: MemberRequest) -> list[tuple[BusinessUnit, list[str]]]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    found = UnitReviewer.objects.filter(unit__organization=request.organization)
    for one in found.select_related("membership__user"):
        names[one.unit_id].append(str(one.membership.user))
    return [(unit, names[unit.pk]) for unit in request.organization.units.all()]


@require_POST
@member_page(Permission.MANAGE)
def who(request: MemberRequest) -> HttpResponse:
    """Show who would have to approve a subject, stage by stage."""
    form = WhoForm(request.POST, organization=request.organization)
    if not form.is_valid():
        return render(request, "approvals/parts/who.html", {"form": form})
    told = who_would(organization=request.organization, reach=form.reach(), hands=form.hands())
    off = queries.reviews_are_off(organization=request.organization)
    return render(request, "approvals/parts/who.html", {"told": told, "off": off})


@member_page(Permission.MANAGE)
def add_stage(request: MemberRequest) -> HttpResponse:
    """Add a stage."""
    return _edit(request, None)


@member_page(Permission.MANAGE)
def change_stage(request: MemberRequest, stage: int) -> HttpResponse:
    """Change a stage."""
    return _edit(request, _stage(request, stage))


def _edit(request: MemberRequest, stage: Stage | None) -> HttpResponse:
    form = StageForm(request.POST or None, organization=request.organization, stage=stage)
    if request.method == "POST" and form.is_valid():
        kept = saved(
            form,
            lambda: operations.keep_stage(
                organization=request.organization,
                rule=form.rule(),
                stage=stage,
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if kept:
            messages.success(request, _("Saved. Reviews that wait already keep the stages they began with."))
            return _to_stages(request)
    return render(request, "approvals/stage.html", {"form": form, "stage": stage})


@require_POST
@member_page(Permission.MANAGE)
def remove_stage(request: MemberRequest, stage: int) -> HttpResponse:
    """Remove a stage."""
    kept = _stage(request, stage)
    operations.remove_stage(stage=kept, actor=request.user, now=timezone.now())
    messages.success(request, _("The stage “%(name)s” is gone.") % {"name": kept.name})
    return _to_stages(request)


@member_page(Permission.MANAGE)
def unit_reviewers(request: MemberRequest, unit: int) -> HttpResponse:
    """Choose who answers for a unit."""
    found = get_object_or_404(request.organization.units.select_related("organization"), pk=unit)
    chosen = list(UnitReviewer.objects.filter(unit=found).values_list("membership_id", flat=True))
    form = UnitReviewersForm(request.POST or None, unit=found, chosen=chosen)
    # A post without any box ticked holds no more than its token, and means nobody.
    if request.method == "POST" and form.is_valid():
        operations.choose_unit_reviewers(
            unit=found,
            members=form.chosen(request.organization),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return _to_stages(request)
    return render(request, "approvals/unit.html", {"form": form, "unit": found})


def _stage(request: MemberRequest, number: int) -> Stage:
    return get_object_or_404(queries.stages_of(organization=request.organization), pk=number)


def _to_stages(request: MemberRequest) -> HttpResponse:
    return redirect(org_reverse("approvals:stages", request.organization))
