"""API door of ideas."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.ideas.finding import Idea, find_ideas
from colonnade.warehouse.store import open_store

router = Router()


class IdeaOut(Schema):
    """Something worth writing about, with its evidence."""

    key: str
    kind: str
    topic: str
    title: str
    claim: str
    posts: int
    since: date
    link: str


@router.get("/ideas", response=list[IdeaOut], summary="Ideas from what customers say")
def ideas(request: HttpRequest, organization: OrganizationSlug) -> list[Idea]:
    """Return the ideas in the last 90 days of posts, those asked for first."""
    member = acting_member(request, Permission.VIEW)
    facts = open_store().facts(member.organization.pk)
    return list(find_ideas(organization=member.organization, facts=facts, now=timezone.now()).found)
