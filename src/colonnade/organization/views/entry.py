"""Pages before an organisation is chosen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.organization.access import SignedInRequest
from colonnade.organization.forms import OrganizationForm, ProfileForm
from colonnade.organization.operations import found_organization
from colonnade.organization.queries import organizations_of


def _home(slug: str) -> str:
    return f"{reverse('front_door')}o/{slug}/"


@login_required
def front_door(request: SignedInRequest) -> HttpResponse:
    """Lead to the person's organisation; to the choice where there are several, to founding where none."""
    organizations = list(organizations_of(user=request.user))
    if not organizations:
        return redirect("found_organization")
    if len(organizations) == 1:
        return redirect(_home(organizations[0].slug))
    return render(request, "organization/choose.html", {"choices": organizations})


@login_required
def found(request: SignedInRequest) -> HttpResponse:
    """Found an organisation."""
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organization = found_organization(
            name=form.cleaned_data["name"],
            founder=request.user,
            currency=form.cleaned_data["currency"],
            time_zone=form.cleaned_data["time_zone"],
            now=timezone.now(),
        )
        return redirect(_home(organization.slug))
    return render(request, "organization/found.html", {"form": form})


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """Show and save the person's own name and time zone."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "organization/profile.html", {"form": form})
