"""What every page's frame shows: the present organisation and the others the person can switch to."""

from django.http import HttpRequest

from colonnade.organization.models import Membership, Organization


def present(request: HttpRequest) -> dict[str, object]:
    """Return ``membership``, ``organization``, ``organizations`` and ``units`` for the page frame."""
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return {}
    organization = membership.organization
    return {
        "membership": membership,
        "organization": organization,
        "organizations": Organization.objects.filter(memberships__user=membership.user).order_by("name"),
        "units": organization.units.all(),
    }
