"""The gate before every page: only members, and only with the permission that the page needs."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from colonnade.organization.models import Membership, Organization, User
from colonnade.organization.roles import Permission

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of a person who is signed in."""

    user: User


class MemberRequest(SignedInRequest):
    """A request that has passed the gate.

    Attributes:
        membership: the signed-in person's place in the organisation named in the address.
        organization: that organisation.
    """

    membership: Membership
    organization: Organization


def membership_of(*, user: User, slug: str) -> Membership:
    """Return ``user``'s membership in the organisation ``slug``.

    Raises:
        Http404: when there is no such organisation or the user is not in it; the two look alike from outside.
    """
    found = Membership.objects.select_related("organization", "user").filter(
        organization__slug=slug, user_id=user.pk
    )
    membership = found.first()
    if membership is None:
        raise Http404("No such organisation.")
    return membership


def visible_with(permission: Permission) -> Callable[[HttpRequest], bool]:
    """Return whether a place of the navigation is for the person of a request: those with ``permission``."""

    def visible(request: HttpRequest) -> bool:
        membership: Membership | None = getattr(request, "membership", None)
        return membership is not None and membership.may(permission)

    return visible


def member_page(
    permission: Permission,
) -> Callable[
    [Callable[Concatenate[MemberRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Let a view run only for members with ``permission``; the view gets a ``MemberRequest``.

    The address must hold ``<slug:organization>``, which is taken off before the view is called.
    """

    def decorate(
        view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def gate(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            slug = str(kwargs.pop("organization"))
            request.membership = membership_of(user=request.user, slug=slug)
            request.organization = request.membership.organization
            if not request.membership.may(permission):
                raise PermissionDenied(f"Your role may not: {permission.label}.")
            return view(request, *args, **kwargs)

        guarded = login_required(gate)
        guarded.needs = permission  # type: ignore[attr-defined]  # read by the tenant isolation test
        return guarded  # type: ignore[return-value]  # login_required forgets the parameters

    return decorate
