"""API door of the organisation."""

from django.http import HttpRequest
from ninja import Router, Schema

from colonnade.organization import queries
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission

router = Router()


class UnitOut(Schema):
    """A business unit."""

    slug: str
    name: str


class OrganizationOut(Schema):
    """The organisation, its units and what the caller may do."""

    slug: str
    name: str
    currency: str
    time_zone: str
    role: str
    units: list[UnitOut]


@router.get("/", response=OrganizationOut, summary="The organisation")
def show(request: HttpRequest, organization: OrganizationSlug) -> dict[str, object]:
    """Return the organisation with its business units."""
    membership = acting_member(request, Permission.VIEW)
    found = membership.organization
    return {
        "slug": found.slug,
        "name": found.name,
        "currency": found.currency,
        "time_zone": found.time_zone,
        "role": membership.role,
        "units": list(queries.units_of(organization=found).values("slug", "name")),
    }
