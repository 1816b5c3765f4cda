"""Versions: the list, one of them, and what changed between two."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.roles import Permission
from colonnade.strategy import queries
from colonnade.strategy.states import OPEN


@member_page(Permission.VIEW)
def versions(request: MemberRequest) -> HttpResponse:
    """List the versions, newest first."""
    found = list(queries.versions(request.organization))
    context = {
        "versions": [
            (version, found[place + 1] if place + 1 < len(found) else None)
            for place, version in enumerate(found)
        ],
        "may_copy": request.membership.may(Permission.EDIT_STRATEGY)
        and not any(version.present in OPEN for version in found),
    }
    return render(request, "strategy/versions.html", context)


@member_page(Permission.VIEW)
def compare(request: MemberRequest, before: int, after: int) -> HttpResponse:
    """Show what changed from one version to another."""
    old = queries.version_numbered(request.organization, before)
    new = queries.version_numbered(request.organization, after)
    if old is None or new is None:
        raise Http404("There is no such version.")
    context = {"before": old, "after": new, "comparison": queries.diff(old, new)}
    return render(request, "strategy/compare.html", context)
