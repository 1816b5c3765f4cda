"""API door of briefs."""

from datetime import date, datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from colonnade.campaigns.models import Campaign
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import BusinessUnit, Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.briefs import operations, queries
from colonnade.pillars.promotion.briefs.models import Brief, Intent

router = Router()
MOST = 200
Row = TypeVar("Row", Campaign, BusinessUnit)


class BriefIn(Schema):
    """What is to be made. ``goal``, ``method``: ids of the strategy; ``campaign``, ``unit``: slugs."""

    title: str
    intent: Intent = Intent.SOLVE
    audience: str = ""
    message: str = ""
    call_to_action: str = ""
    landing: str = ""
    notes: str = ""
    topic: str = ""
    goal: str = ""
    method: str = ""
    campaign: str = ""
    unit: str = ""
    due_on: date | None = None

    def plan(self, member: Membership) -> operations.BriefPlan:
        """Return the same as operations take it. Raises ``ValidationError`` for a slug of nothing."""
        said = self.model_dump()
        said["campaign"] = _named(Campaign.objects.filter(organization=member.organization), self.campaign)
        said["unit"] = _named(BusinessUnit.objects.filter(organization=member.organization), self.unit)
        return operations.BriefPlan(**said, owner=member.user)


class BriefOut(Schema):
    """A brief."""

    id: int
    title: str
    intent: str
    audience: str
    message: str
    call_to_action: str
    landing: str
    notes: str
    topic: str
    goal: str
    method: str
    due_on: date | None
    state: str
    evidence: list[dict[str, object]]
    made_at: datetime

    @staticmethod
    def resolve_goal(brief: Brief) -> str:
        """Return the goal that it serves, perhaps by its campaign."""
        return brief.served


class Search(Schema):
    """Which briefs; see ``queries.Wanted``."""

    text: str = ""
    state: str = "open"
    unit: str = ""
    start: int = 0


@router.get("/briefs", response=list[BriefOut], summary="Briefs")
def briefs(request: HttpRequest, organization: OrganizationSlug, search: Query[Search]) -> list[Brief]:
    """Return up to 200 briefs from the ``start``-th on, those due first on top."""
    member = acting_member(request, Permission.VIEW)
    wanted = queries.Wanted(text=search.text, state=search.state, unit=search.unit)
    found = queries.find(organization=member.organization, wanted=wanted)
    start = max(search.start, 0)
    return list(found[start : start + MOST])


@router.post("/briefs", response=BriefOut, summary="Write a brief")
def add(request: HttpRequest, organization: OrganizationSlug, said: BriefIn) -> Brief:
    """Write a brief; who calls owns it."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    return operations.add_brief(
        organization=member.organization, plan=said.plan(member), actor=member.user, now=timezone.now()
    )


@router.get("/briefs/{number}", response=BriefOut, summary="One brief")
def one(request: HttpRequest, organization: OrganizationSlug, number: int) -> Brief:
    """Return a brief."""
    member = acting_member(request, Permission.VIEW)
    return get_object_or_404(queries.briefs_of(organization=member.organization), pk=number)


@router.put("/briefs/{number}", response=BriefOut, summary="Change a brief")
def change(request: HttpRequest, organization: OrganizationSlug, number: int, said: BriefIn) -> Brief:
    """Put what a brief says in place of what it said."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    brief = get_object_or_404(queries.briefs_of(organization=member.organization), pk=number)
    return operations.change_brief(brief=brief, plan=said.plan(member), actor=member.user, now=timezone.now())


def _named(rows: QuerySet[Row], slug: str) -> Row | None:
    if not slug:
        return None
    found = rows.filter(slug=slug).first()
    if found is None:
        raise ValidationError(_("There is nothing called “%(slug)s”.") % {"slug": slug})
    return found
