"""Settings pages: the organisation, its units, members and API tokens."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization import operations, queries
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.forms import MemberForm, OrganizationForm, TokenForm, UnitForm
from colonnade.organization.links import org_reverse
from colonnade.organization.models import User
from colonnade.organization.roles import PERMISSIONS, Permission, Role


def _back(request: MemberRequest, page: str) -> HttpResponse:
    return redirect(org_reverse(page, request.organization))


@member_page(Permission.VIEW)
def settings(request: MemberRequest) -> HttpResponse:
    """Show the organisation's name, money and time; save them for those who may."""
    may_change = request.membership.may(Permission.MANAGE)
    form = OrganizationForm(
        request.POST if may_change and request.POST else None, instance=request.organization
    )
    if not may_change:
        for field in form.fields.values():
            field.disabled = True
    if request.method == "POST" and form.is_valid():
        operations.change_organization(
            organization=request.organization,
            name=form.cleaned_data["name"],
            currency=form.cleaned_data["currency"],
            time_zone=form.cleaned_data["time_zone"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
        return _back(request, "organization:settings")
    return render(request, "organization/settings.html", {"form": form, "may_change": may_change})


@member_page(Permission.VIEW)
def units(request: MemberRequest) -> HttpResponse:
    """List the business units; add one for those who may."""
    may_change = request.membership.may(Permission.MANAGE)
    form = UnitForm(request.POST if may_change and request.POST else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_unit(
                organization=request.organization,
                name=form.cleaned_data["name"],
                actor=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return _back(request, "organization:units")
    found = queries.units_of(organization=request.organization)
    return render(
        request, "organization/units.html", {"form": form, "found": found, "may_change": may_change}
    )


@require_POST
@member_page(Permission.MANAGE)
def remove_unit(request: MemberRequest, unit: int) -> HttpResponse:
    """Remove a business unit."""
    found = get_object_or_404(request.organization.units, pk=unit)
    operations.remove_unit(unit=found, actor=request.user, now=timezone.now())
    messages.success(request, _("Removed. Strategies that name the unit keep their text."))
    return _back(request, "organization:units")


@member_page(Permission.MANAGE)
def members(request: MemberRequest) -> HttpResponse:
    """List the members with their roles; admit one."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _admit(request, form):
        return _back(request, "organization:members")
    context = {
        "form": form,
        "found": queries.members_of(organization=request.organization),
        "roles": [
            (role.label, sorted(str(permission.label) for permission in PERMISSIONS[role])) for role in Role
        ],
    }
    return render(request, "organization/members.html", context)


def _admit(request: MemberRequest, form: MemberForm) -> bool:
    user = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
    if user is None:
        form.add_error(
            "email",
            _("Nobody has an account with this address yet. Ask the person to sign up, then add them."),
        )
        return False
    try:
        operations.admit_member(
            organization=request.organization,
            user=user,
            role=Role(form.cleaned_data["role"]),
            actor=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_POST
@member_page(Permission.MANAGE)
def dismiss_member(request: MemberRequest, member: int) -> HttpResponse:
    """End a membership."""
    found = get_object_or_404(request.organization.memberships.select_related("user"), pk=member)
    try:
        operations.dismiss_member(membership=found, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return _back(request, "organization:members")


@member_page(Permission.VIEW)
def tokens(request: MemberRequest) -> HttpResponse:
    """List the member's own API tokens; issue one and show its secret this once."""
    form = TokenForm(request.POST or None)
    fresh = None
    if request.method == "POST" and form.is_valid():
        fresh = operations.issue_token(
            membership=request.membership, name=form.cleaned_data["name"], now=timezone.now()
        )
        form = TokenForm()
    found = queries.tokens_of(membership=request.membership)
    return render(request, "organization/tokens.html", {"form": form, "found": found, "fresh": fresh})


@require_POST
@member_page(Permission.VIEW)
def revoke_token(request: MemberRequest, token: int) -> HttpResponse:
    """End one of the member's own tokens."""
    found = get_object_or_404(queries.tokens_of(membership=request.membership), pk=token)
    operations.revoke_token(token=found, actor=request.user, now=timezone.now())
    messages.success(request, _("Revoked: programs that use it are refused from now on."))
    return _back(request, "organization:tokens")
