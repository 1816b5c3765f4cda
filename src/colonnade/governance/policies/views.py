"""Pages of policies."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.governance.policies import operations, queries
from colonnade.governance.policies.checking import blocks
from colonnade.governance.policies.files import UnreadablePolicies, read_rules, write_rules
from colonnade.governance.policies.forms import RuleForm, RulesFileForm, TryForm
from colonnade.governance.policies.marking import marked
from colonnade.governance.policies.models import PolicyRule
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.ui.forms import saved


@member_page(Permission.VIEW)
def rules(request: MemberRequest) -> HttpResponse:
    """List the rules, with a box to try a text on them."""
    context = {
        "rules": queries.rules_of(organization=request.organization),
        "try_form": TryForm(organization=request.organization),
        "may_edit": request.membership.may(Permission.APPROVE_CONTENT),
    }
    return render(request, "policies/rules.html", context)


@require_POST
@member_page(Permission.VIEW)
def try_text(request: MemberRequest) -> HttpResponse:
    """Show what the rules find in a text; the text is not kept."""
    form = TryForm(request.POST, organization=request.organization)
    if not form.is_valid():
        return render(request, "policies/parts/found.html", {"form": form})
    text = form.cleaned_data["text"]
    findings = queries.check_text(organization=request.organization, text=text, context=form.context())
    context = {"findings": findings, "blocked": blocks(findings), "pieces": marked(text, findings)}
    return render(request, "policies/parts/found.html", context)


@member_page(Permission.APPROVE_CONTENT)
def add(request: MemberRequest) -> HttpResponse:
    """Add a rule."""
    form = RuleForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: operations.add_rule(
                organization=request.organization, rule=form.rule(), actor=request.user, now=timezone.now()
            ),
        )
        if made:
            messages.success(request, _("The rule “%(name)s” holds from now on.") % {"name": made.name})
            return _to_rules(request)
    return render(request, "policies/edit.html", {"form": form})


@member_page(Permission.APPROVE_CONTENT)
def change(request: MemberRequest, rule: int) -> HttpResponse:
    """Change a rule."""
    kept = _kept(request, rule)
    form = RuleForm(request.POST or None, organization=request.organization, kept=kept)
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: operations.change_rule(
                kept=kept,
                rule=form.rule(),
                active=form.cleaned_data["active"],
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if changed:
            messages.success(request, _("Saved."))
            return _to_rules(request)
    return render(request, "policies/edit.html", {"form": form, "kept": kept})


@require_POST
@member_page(Permission.APPROVE_CONTENT)
def remove(request: MemberRequest, rule: int) -> HttpResponse:
    """Remove a rule."""
    kept = _kept(request, rule)
    operations.remove_rule(kept=kept, actor=request.user, now=timezone.now())
    messages.success(request, _("The rule “%(name)s” is gone.") % {"name": kept.name})
    return _to_rules(request)


@member_page(Permission.APPROVE_CONTENT)
def import_file(request: MemberRequest) -> HttpResponse:
    """Import a YAML file of rules."""
    form = RulesFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = operations.import_rules(
                organization=request.organization,
                rules=read_rules(form.cleaned_data["file"].read(), units=_units(request)),
                actor=request.user,
                now=timezone.now(),
            )
        except UnreadablePolicies as error:
            form.add_error("file", str(error))
        except ValidationError as error:
            form.add_error("file", error)
        else:
            said = _("%(added)d rules are new, %(changed)d were replaced.")
            messages.success(request, said % {"added": done.added, "changed": done.changed})
            return _to_rules(request)
    return render(request, "policies/import.html", {"form": form})


@member_page(Permission.VIEW)
def export(request: MemberRequest) -> HttpResponse:
    """Answer with the rules in force as a YAML file."""
    text = write_rules(queries.active_rules(organization=request.organization), units=_units(request))
    name = f"policies-{request.organization.slug}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


def _units(request: MemberRequest) -> dict[str, int]:
    return dict(request.organization.units.values_list("slug", "pk"))


def _kept(request: MemberRequest, rule: int) -> PolicyRule:
    return get_object_or_404(queries.rules_of(organization=request.organization), pk=rule)


def _to_rules(request: MemberRequest) -> HttpResponse:
    return redirect(org_reverse("policies:rules", request.organization))
