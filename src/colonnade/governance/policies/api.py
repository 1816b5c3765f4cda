"""API door of policies."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.governance.policies import queries
from colonnade.governance.policies.checking import LONGEST, Context, Finding, RuleKind, Severity
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission

router = Router()


class TextIn(Schema):
    """A text and what it is for."""

    text: str = Field(max_length=LONGEST)
    unit: str = Field(default="", description="Slug of the business unit it speaks for.")
    channel: str = ""
    campaign: int | None = None
    paid: bool = Field(default=False, description="Whether somebody was paid for it.")


class FindingOut(Schema):
    """What a rule found, where (in characters from the beginning), why, and what to do."""

    rule: str
    kind: RuleKind
    severity: Severity
    what: str
    why: str
    remedy: str
    start: int
    end: int
    found: str


@router.post("/check", response=list[FindingOut], summary="Hold a text against the policies")
def check(request: HttpRequest, organization: OrganizationSlug, said: TextIn) -> list[Finding]:
    """Return what the rules in force find; the text is not kept."""
    member = acting_member(request, Permission.VIEW)
    context = Context(
        unit=_unit(member, said.unit), channel=said.channel, campaign=said.campaign, paid=said.paid
    )
    return queries.check_text(organization=member.organization, text=said.text, context=context)


def _unit(member: Membership, slug: str) -> int | None:
    if not slug:
        return None
    unit = member.organization.units.filter(slug=slug).first()
    if unit is None:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, f"There is no unit '{slug}'.")
    return unit.pk
