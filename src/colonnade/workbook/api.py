"""API door of the workbook: the eight steps and the ranking of channels."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission
from colonnade.workbook import operations
from colonnade.workbook.choose import RankedChannel, rank
from colonnade.workbook.gathering import gather
from colonnade.workbook.state import Step
from colonnade.workbook.steps import assess

router = Router()


class CriterionOut(Schema):
    """One thing a step needs; ``share`` is how much of it is there, 0 to 1."""

    needs: str
    share: float
    known: str
    missing: str


class StepOut(Schema):
    """A step of the 8C framework; ``closed`` says why it cannot be worked on yet."""

    key: str
    title: str
    decides: str
    fill: float
    closed: str
    criteria: list[CriterionOut]
    cracks: list[str]


class ChannelOut(Schema):
    """A channel with its share of the relevant conversation and the 95% interval."""

    channel: str
    share: float
    low: float
    high: float
    n: int
    reasons: list[str]
    methods: list[str]


@router.get("/steps", response=list[StepOut], summary="The eight Cs")
def steps(request: HttpRequest, organization: OrganizationSlug) -> tuple[Step, ...]:
    """Return the state of the eight steps, computed from evidence."""
    member = acting_member(request, Permission.VIEW)
    return assess(gather(member.organization, today=timezone.localdate()))


@router.get("/channels", response=list[ChannelOut], summary="Channels by evidence")
def channels(request: HttpRequest, organization: OrganizationSlug) -> list[RankedChannel]:
    """Return the channels by where customers converse; 409 while the goals are not clear."""
    member = acting_member(request, Permission.VIEW)
    situation = gather(member.organization, today=timezone.localdate())
    closed = next(step.closed for step in assess(situation) if step.key == "choose")
    if closed:
        raise HttpError(409, closed)
    return rank(situation.heard.channels, situation.document)


@router.post("/channels/evidence", response=list[ChannelOut], summary="Record where customers converse")
def cite(request: HttpRequest, organization: OrganizationSlug) -> list[RankedChannel]:
    """Record the ranking as dated evidence that the checker knows."""
    member = acting_member(request, Permission.EDIT_STRATEGY)
    now = timezone.now()
    situation = gather(member.organization, today=timezone.localdate(now))
    try:
        return operations.cite_channels(
            organization=member.organization, situation=situation, actor=member.user, now=now
        )
    except operations.TooLittleHeard as error:
        raise HttpError(409, str(error)) from error
