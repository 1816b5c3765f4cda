"""Reads of the organisation."""

from django.db.models import QuerySet

from colonnade.organization.models import ApiToken, BusinessUnit, Membership, Organization, User


def organizations_of(*, user: User) -> QuerySet[Organization]:
    """Return the organisations ``user`` belongs to, by name."""
    return Organization.objects.filter(memberships__user=user).order_by("name")


def units_of(*, organization: Organization) -> QuerySet[BusinessUnit]:
    """Return the organisation's business units, by name."""
    return organization.units.all()


def members_of(*, organization: Organization) -> QuerySet[Membership]:
    """Return the organisation's members, by e-mail address."""
    return organization.memberships.select_related("user")


def tokens_of(*, membership: Membership) -> QuerySet[ApiToken]:
    """Return the member's own API tokens, newest first."""
    return membership.tokens.all()


class NoSuchOrganization(LookupError):
    """No organisation of that name, or several and none named."""


def the_organization(*, slug: str = "") -> Organization:
    """Return the organisation ``slug``, or the only one there is.

    Raises:
        NoSuchOrganization: with what to type instead.
    """
    everyone = Organization.objects.order_by("slug")
    found = list(everyone.filter(slug=slug) if slug else everyone[:20])
    if len(found) == 1:
        return found[0]
    if slug:
        raise NoSuchOrganization(f"there is no organisation '{slug}'")
    if not found:
        raise NoSuchOrganization(
            "there is no organisation yet: sign up in the browser, or run `colonnade organization found NAME`"
        )
    raise NoSuchOrganization("name one with --organization: " + ", ".join(item.slug for item in found))
