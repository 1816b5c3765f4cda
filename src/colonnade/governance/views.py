"""The audit trail's page."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from colonnade.governance.queries import audit_trail
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.roles import Permission


@member_page(Permission.MANAGE)
def audit(request: MemberRequest) -> HttpResponse:
    """Show who did what and when, newest first, 50 to a page."""
    pages = Paginator(audit_trail(organization=request.organization), 50)
    return render(request, "governance/audit.html", {"page": pages.get_page(request.GET.get("page"))})
