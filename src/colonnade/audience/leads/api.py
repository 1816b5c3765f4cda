"""API door of leads."""

from datetime import datetime
from decimal import Decimal
from http import HTTPStatus

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, File, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile

from colonnade.audience.leads import operations, queries
from colonnade.audience.leads.models import Lead, Purpose
from colonnade.audience.leads.queries import GoalFigures, LeadFilter
from colonnade.audience.leads.states import LeadState
from colonnade.core.states import TransitionRefused
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission

router = Router()
MOST = 1000
_WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


class LeadOut(Schema):
    """A lead; ``reasons`` say what the score is made of."""

    id: int
    email: str
    name: str
    company: str
    phone: str
    country: str
    answers: dict[str, str]
    state: LeadState
    score: float
    reasons: list[dict[str, object]]
    goal: str
    campaign: str
    source: str
    value: Decimal | None
    came_at: datetime


class ConsentIn(Schema):
    """An answer to a consent text, as it was shown."""

    purpose: Purpose
    text: str
    version: int = 1
    given: bool


class LeadIn(Schema):
    """A person who gave a way to reach them."""

    key: str = Field(min_length=1, max_length=60, description="Yours, of this submission: it counts once.")
    email: str
    name: str = ""
    company: str = ""
    phone: str = ""
    country: str = ""
    answers: dict[str, str] = {}
    goal: str = Field("", max_length=60)
    campaign: str = Field("", max_length=60)
    source: str = Field("", max_length=200)
    consents: list[ConsentIn] = []


class StepIn(Schema):
    """A step of a lead."""

    wanted: LeadState
    why: str = ""


class FiguresOut(Schema):
    """What leads did for a goal."""

    goal: str
    leads: int
    mql: int
    sql: int
    won: int
    value: Decimal


class OutcomesOut(Schema):
    """What became of an imported file's rows."""

    changed: int
    known: int
    aside: list[dict[str, object]]


@router.get("/leads", response=list[LeadOut], summary="Leads")
def leads(
    request: HttpRequest,
    organization: OrganizationSlug,
    state: str = "",
    goal: str = "",
    text: str = "",
    least_score: str = "",
    start: int = 0,
) -> list[Lead]:
    """Return up to 1,000 leads from the ``start``-th on, the highest score first."""
    member = acting_member(request, Permission.WORK_LEADS)
    chosen = LeadFilter(state=state, goal=goal, text=text, least_score=least_score)
    found = queries.leads_of(organization=member.organization, chosen=chosen)
    return list(found[max(start, 0) : max(start, 0) + MOST])


@router.post("/leads", response={201: LeadOut}, summary="Take a lead in")
def take_in(request: HttpRequest, organization: OrganizationSlug, said: LeadIn) -> Lead:
    """Take a lead in, once by its key; the same e-mail address is the same lead."""
    member = acting_member(request, Permission.WORK_LEADS)
    fields = said.dict(include={"email", "name", "company", "phone", "country", "answers"})
    origin = said.dict(include={"goal", "campaign", "source"})
    try:
        done = operations.take_in(
            organization=member.organization,
            key=f"api:{said.key}",
            said=operations.Said(**fields),
            consents=[operations.Agreed(**one.dict()) for one in said.consents],
            origin=operations.Origin(**origin),
            at=timezone.now(),
        )
    except operations.NoLead as error:
        raise HttpError(_WRONG, str(error)) from error
    return done.lead


@router.get("/leads/{number}", response=LeadOut, summary="One lead")
def lead(request: HttpRequest, organization: OrganizationSlug, number: int) -> Lead:
    """Return a lead."""
    member = acting_member(request, Permission.WORK_LEADS)
    return get_object_or_404(queries.leads_of(organization=member.organization), pk=number)


@router.post("/leads/{number}/step", response=LeadOut, summary="Take a lead one step")
def step(request: HttpRequest, organization: OrganizationSlug, number: int, said: StepIn) -> Lead:
    """Take a lead to another state; a hand-over is made by ``/hand-over``."""
    member = acting_member(request, Permission.WORK_LEADS)
    found = get_object_or_404(queries.leads_of(organization=member.organization), pk=number)
    if said.wanted == LeadState.HANDED_OVER:
        raise HttpError(_WRONG, "A lead is handed over to a destination: see /hand-over.")
    try:
        return operations.step(
            lead=found, wanted=said.wanted, actor=member.user, now=timezone.now(), why=said.why
        )
    except TransitionRefused as error:
        raise HttpError(HTTPStatus.CONFLICT, str(error)) from error


@router.post("/leads/{number}/hand-over/{destination}", response={202: None}, summary="Hand a lead over")
def hand_over(request: HttpRequest, organization: OrganizationSlug, number: int, destination: int) -> None:
    """Put a lead on its way to a destination; a second call while it waits changes nothing."""
    member = acting_member(request, Permission.WORK_LEADS)
    found = get_object_or_404(queries.leads_of(organization=member.organization), pk=number)
    where = get_object_or_404(queries.destinations_of(organization=member.organization), pk=destination)
    operations.hand_over(lead=found, destination=where, actor=member.user, now=timezone.now())


@router.delete("/leads/{number}", response={204: None}, summary="Erase a lead")
def erase(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Erase a lead and all that names the person."""
    member = acting_member(request, Permission.WORK_LEADS)
    found = get_object_or_404(queries.leads_of(organization=member.organization), pk=number)
    operations.forget(organization=member.organization, leads=[found], actor=member.user, now=timezone.now())


@router.get("/figures", response=list[FiguresOut], summary="What leads did for each goal")
def figures(request: HttpRequest, organization: OrganizationSlug) -> list[GoalFigures]:
    """Return counts alone, which every member may see."""
    member = acting_member(request, Permission.VIEW)
    return queries.figures_by_goal(organization=member.organization)


@router.post("/outcomes", response=OutcomesOut, summary="Import outcomes")
def outcomes(
    request: HttpRequest, organization: OrganizationSlug, file: File[UploadedFile]
) -> operations.ImportedOutcomes:
    """Import what sales made of leads; rows that cannot be used come back with their reason."""
    member = acting_member(request, Permission.WORK_LEADS)
    try:
        return operations.import_outcomes(
            organization=member.organization,
            data=file.read(),
            name=file.name or "outcomes",
            actor=member.user,
            now=timezone.now(),
        )
    except UnreadableFile as error:
        raise HttpError(_WRONG, str(error)) from error
