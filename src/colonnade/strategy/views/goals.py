"""The goal tree: every piece of work traces to a business goal, both ways."""

from django.http import HttpResponse
from django.shortcuts import render

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.roles import Permission
from colonnade.strategy import queries


@member_page(Permission.VIEW)
def goals(request: MemberRequest) -> HttpResponse:
    """Show units, objectives, goals, methods and work as one tree, and what hangs outside it."""
    version = queries.current_version(request.organization)
    tree = queries.goal_tree(request.organization) if version is not None else None
    return render(request, "strategy/goals.html", {"tree": tree, "version": version})
