"""The gate before the API: a bearer token or the browser's own session, members only."""

from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path
from ninja.errors import HttpError
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from colonnade.organization.access import membership_of
from colonnade.organization.models import ApiToken, Membership, User
from colonnade.organization.operations import token_digest
from colonnade.organization.roles import Permission

OrganizationSlug = Annotated[str, Path()]
"""The organisation in the address, which every endpoint takes.

It stands in the router's prefix, where ninja would take a plain ``str`` for a part of the query.
"""


def _slug(request: HttpRequest) -> str:
    match = request.resolver_match
    return "" if match is None else str(match.kwargs.get("organization", ""))


class TokenAuth(HttpBearer):
    """``Authorization: Bearer col_...``: the token's own membership, in its own organisation only."""

    def authenticate(self, request: HttpRequest, token: str) -> Membership | None:
        """Return the membership that the token acts as, or None where the token is unknown."""
        found = (
            ApiToken.objects.select_related("membership__organization", "membership__user")
            .filter(digest=token_digest(token), membership__user__is_active=True)
            .first()
        )
        if found is None:
            return None
        if found.membership.organization.slug != _slug(request):
            raise Http404("No such organisation.")
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=timezone.now())
        return found.membership


class BrowserAuth(SessionAuth):
    """The signed-in browser (with its CSRF token for writes)."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Membership | None:
        """Return the signed-in person's membership, or None where nobody is signed in."""
        if not isinstance(request.user, User):
            return None
        return membership_of(user=request.user, slug=_slug(request))


def acting_member(request: HttpRequest, permission: Permission) -> Membership:
    """Return the member who calls. Raises ``HttpError`` 403 where the role lacks ``permission``.

    Every endpoint calls this first; ``request.auth`` was set by one of the gates above.
    """
    membership = request.auth  # type: ignore[attr-defined]  # set by ninja
    if not isinstance(membership, Membership) or not membership.may(permission):
        raise HttpError(403, f"Your role may not: {permission.label}.")
    return membership
