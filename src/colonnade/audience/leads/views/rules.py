"""How leads are scored, when they qualify, and who takes them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.audience.leads import operations, queries
from colonnade.audience.leads.forms import AgreementForm, DestinationForm, RuleForm
from colonnade.audience.leads.models import Destination, QualifyingRule, ScoringRule
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.ui.forms import saved


@member_page(Permission.EDIT_STRATEGY)
def rules(request: MemberRequest) -> HttpResponse:
    """List the rules, the agreements and the destinations."""
    context = {
        "rules": queries.rules_of(organization=request.organization),
        "agreements": queries.agreements_of(organization=request.organization),
        "destinations": queries.destinations_of(organization=request.organization),
    }
    return render(request, "leads/rules.html", context)


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def propose(request: MemberRequest) -> HttpResponse:
    """Begin with a proposed set of rules."""
    operations.begin_with_proposal(organization=request.organization, actor=request.user, now=timezone.now())
    return _to(request, _("Added. Change the points until they say what your sales people would say."))


def _to(request: MemberRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(org_reverse("leads:rules", request.organization))


@member_page(Permission.EDIT_STRATEGY)
def rule(request: MemberRequest, rule: int = 0) -> HttpResponse:
    """Add or change a scoring rule."""
    known = (
        get_object_or_404(queries.rules_of(organization=request.organization), pk=rule)
        if rule
        else ScoringRule(organization=request.organization)
    )
    form = RuleForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        kept = saved(
            form, lambda: operations.save_rule(rule=form.instance, actor=request.user, now=timezone.now())
        )
        if kept:
            return _to(request, _("Saved. Leads are scored by it within the hour."))
    heading = _("Change a scoring rule") if rule else _("Add a scoring rule")
    return render(request, "leads/edit.html", {"form": form, "heading": heading})


@member_page(Permission.EDIT_STRATEGY)
def agreement(request: MemberRequest, agreement: int = 0) -> HttpResponse:
    """Add or change when leads of a goal qualify."""
    known = (
        get_object_or_404(queries.agreements_of(organization=request.organization), pk=agreement)
        if agreement
        else QualifyingRule(organization=request.organization)
    )
    form = AgreementForm(request.POST or None, instance=known, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        kept = saved(
            form,
            lambda: operations.save_agreement(rule=form.instance, actor=request.user, now=timezone.now()),
        )
        if kept:
            return _to(request, _("Saved. Leads that fulfil it qualify within the hour."))
    heading = _("When is a lead marketing qualified?")
    return render(request, "leads/edit.html", {"form": form, "heading": heading})


@member_page(Permission.EDIT_STRATEGY)
def destination(request: MemberRequest, destination: int = 0) -> HttpResponse:
    """Add or change who takes leads."""
    known = (
        get_object_or_404(queries.destinations_of(organization=request.organization), pk=destination)
        if destination
        else Destination(organization=request.organization)
    )
    form = DestinationForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        kept = saved(
            form,
            lambda: operations.save_destination(
                destination=form.instance,
                secret=form.cleaned_data["secret"],
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if kept:
            return _to(request, _("Saved."))
    return render(request, "leads/edit.html", {"form": form, "heading": _("Who takes leads?")})


@require_POST
@member_page(Permission.EDIT_STRATEGY)
def remove(request: MemberRequest, kind: str, number: int) -> HttpResponse:
    """Remove a rule, an agreement or a destination."""
    setting = queries.setting_of(organization=request.organization, kind=kind, number=number)
    if setting is None:
        raise Http404("No such setting.")
    operations.remove_setting(setting=setting, actor=request.user, now=timezone.now())
    return _to(request, _("Removed."))
