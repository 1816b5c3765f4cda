"""The page of emerging topics."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.topics.queries import topics_of
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store


@member_page(Permission.VIEW)
def topics(request: MemberRequest) -> HttpResponse:
    """List what people have begun to talk about."""
    try:
        facts = open_store().facts(request.organization.pk)
    except OwnedElsewhere:
        return render(request, "listening/questions/busy.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    seen = topics_of(organization=request.organization, facts=facts)
    return render(request, "listening/topics/list.html", {"seen": seen})
