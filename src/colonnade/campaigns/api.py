"""API door of the marketing calendar."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Query, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field

from colonnade.campaigns import operations, queries, utm
from colonnade.campaigns.clash_queries import clashes_in
from colonnade.campaigns.days import midnight
from colonnade.campaigns.entries import CannotMove, Entry, Filters, Span
from colonnade.campaigns.exchange.importing import ImportedCalendar, import_calendar
from colonnade.campaigns.models import Activity, Campaign, Channel
from colonnade.campaigns.operations import ActivityPlan, CampaignPlan
from colonnade.campaigns.states import ActivityState
from colonnade.campaigns.utm_checks import check_address
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import BusinessUnit, Organization
from colonnade.organization.roles import Permission

router = Router()
LONGEST_SPAN = timedelta(days=732)
MOST = 1000
Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Hours = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)]


class EntryOut(Schema):
    """One thing in the calendar, from whichever feature it comes."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    zone: str
    kind: str
    channel: str
    campaign: int
    campaign_name: str
    goal: str
    unit: str
    state: str
    audience: str
    topic: str
    cost: Decimal
    hours: Decimal
    href: str


class ClashOut(Schema):
    """What gets in the way, why, and what can be done."""

    kind: str
    entries: list[str]
    campaign: int
    day: date
    reason: str
    advice: str


class CampaignIn(Schema):
    """What is said of a campaign; ``goal`` is the id of a goal, ``unit`` the slug of a business unit."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    starts_on: date
    ends_on: date
    goal: str = ""
    unit: str = ""
    methods: list[str] = []
    audience: Annotated[str, Field(max_length=120)] = ""
    summary: Annotated[str, Field(max_length=2000)] = ""
    budget: Money | None = None
    hours: Hours | None = None


class CampaignOut(Schema):
    """A campaign; ``slug`` is its ``utm_campaign``."""

    id: int
    name: str
    slug: str
    goal: str
    unit: str
    starts_on: date
    ends_on: date
    state: str
    budget: Decimal | None
    hours: Decimal | None

    @staticmethod
    def resolve_goal(campaign: Campaign) -> str:
        """Return the id of the goal it serves; empty for none."""
        return campaign.goal.key if campaign.goal else ""

    @staticmethod
    def resolve_unit(campaign: Campaign) -> str:
        """Return the slug of its business unit; empty for none."""
        return campaign.unit.slug if campaign.unit else ""


class ActivityIn(Schema):
    """What is said of an activity: moments with their zone, or whole days."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Channel
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    zone: str = ""
    channel: Annotated[str, Field(max_length=60)] = ""
    campaign: int | None = None
    unit: str = ""
    audience: Annotated[str, Field(max_length=120)] = ""
    topic: Annotated[str, Field(max_length=120)] = ""
    text: Annotated[str, Field(max_length=5000)] = ""
    notes: Annotated[str, Field(max_length=2000)] = ""
    cost: Money = Decimal(0)
    hours: Hours = Decimal(0)
    state: ActivityState = ActivityState.PLANNED


class ActivityOut(Schema):
    """The id of an activity, and its key in the calendar."""

    id: int
    key: str


class MoveIn(Schema):
    """Which entry to move, and by how many days."""

    entry: str
    days: int


class TagIn(Schema):
    """An address that is to go out, and where."""

    url: Annotated[str, Field(max_length=2000)]
    channel: Annotated[str, Field(max_length=60)]
    kind: Channel = Channel.SOCIAL
    campaign: int | None = None
    content: Annotated[str, Field(max_length=100)] = ""


class TagOut(Schema):
    """The address as it goes out, and what was wrong with its tags before."""

    url: str
    findings: list[dict[str, str]]


class CalendarFileOut(Schema):
    """What became of an imported file."""

    added: int
    changed: int
    aside: list[dict[str, object]]


class Days(Schema):
    """From a day to another, both shown, by the organisation's calendar; and what to narrow by."""

    first: date
    last: date
    unit: str = ""
    goal: str = ""
    kind: str = ""
    channel: str = ""
    campaign: int = 0
    state: str = ""


def _span(organization: Organization, days: Days) -> Span:
    zone = queries.zone_of(organization=organization)
    if not date(2000, 1, 1) <= days.first <= days.last <= date(2099, 12, 31):
        raise HttpError(422, "'first' must not be after 'last', and both lie between 2000 and 2099.")
    if days.last - days.first > LONGEST_SPAN:
        raise HttpError(422, "Ask for two years at most.")
    return Span(start=midnight(days.first, zone), end=midnight(days.last + timedelta(days=1), zone))


def _filters(days: Days) -> Filters:
    return Filters.read(days.dict(exclude={"first", "last"}))


def _unit(organization: Organization, slug: str) -> BusinessUnit | None:
    found = organization.units.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise HttpError(422, f"There is no business unit '{slug}'.")
    return found


def _campaign(organization: Organization, campaign: int | None) -> Campaign | None:
    if campaign is None:
        return None
    found = queries.campaigns_of(organization=organization).filter(pk=campaign).first()
    if found is None:
        raise HttpError(404, "There is no such campaign.")
    return found


@router.get("/entries", response=list[EntryOut], summary="What stands in the calendar")
def entries(request: HttpRequest, organization: OrganizationSlug, days: Query[Days]) -> list[Entry]:
    """Return what stands in the calendar in the days asked for, from every channel."""
    member = acting_member(request, Permission.VIEW)
    span = _span(member.organization, days)
    return queries.entries_of(organization=member.organization, span=span, filters=_filters(days))


@router.get("/clashes", response=list[ClashOut], summary="What gets in the way in the calendar")
def clashes(request: HttpRequest, organization: OrganizationSlug, days: Query[Days]) -> list[dict[str, Any]]:
    """Return what gets in the way in the days asked for, why, and what can be done."""
    member = acting_member(request, Permission.VIEW)
    span = _span(member.organization, days)
    found = clashes_in(organization=member.organization, span=span, filters=_filters(days))
    return [asdict(clash) for clash in found]


@router.post("/move", response={204: None}, summary="Move an entry by whole days")
def move(request: HttpRequest, organization: OrganizationSlug, asked: MoveIn) -> None:
    """Move an entry of any kind; its time of day stays."""
    member = acting_member(request, Permission.VIEW)
    try:
        operations.move_entry(member=member, key=asked.entry, days=asked.days, now=timezone.now())
    except CannotMove as error:
        raise HttpError(422, str(error)) from error


@router.get("/campaigns", response=list[CampaignOut], summary="Campaigns")
def campaigns(request: HttpRequest, organization: OrganizationSlug, start: int = 0) -> list[Campaign]:
    """Return up to 1,000 campaigns from the ``start``-th on, the earliest first."""
    member = acting_member(request, Permission.VIEW)
    return list(queries.campaigns_of(organization=member.organization)[max(start, 0) : max(start, 0) + MOST])


@router.post("/campaigns", response={201: CampaignOut}, summary="Plan a campaign")
def add_campaign(request: HttpRequest, organization: OrganizationSlug, said: CampaignIn) -> Campaign:
    """Plan a campaign for a goal of the strategy."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    unit = _unit(member.organization, said.unit)
    plan = CampaignPlan(**said.dict(exclude={"unit"}), unit=unit, owner=member.user)
    return operations.add_campaign(
        organization=member.organization, plan=plan, actor=member.user, now=timezone.now()
    )


@router.post("/activities", response={201: ActivityOut}, summary="Put an activity into the calendar")
def add_activity(request: HttpRequest, organization: OrganizationSlug, said: ActivityIn) -> dict[str, object]:
    """Put an activity on any channel into the calendar."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    zone = said.zone or queries.zone_of(organization=member.organization).key
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError) as error:
        raise HttpError(422, f"'{zone}' is no time zone.") from error
    plan = ActivityPlan(
        **said.dict(exclude={"zone", "campaign", "unit"}),
        zone=zone,
        campaign=_campaign(member.organization, said.campaign),
        unit=_unit(member.organization, said.unit),
    )
    made = operations.add_activity(
        organization=member.organization, plan=plan, actor=member.user, now=timezone.now()
    )
    return {"id": made.pk, "key": queries.entry_of(made).key}


@router.delete("/activities/{activity}", response={204: None}, summary="Take an activity out of the calendar")
def remove_activity(request: HttpRequest, organization: OrganizationSlug, activity: int) -> None:
    """Take an activity out of the calendar for good."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    found: Activity | None = (
        queries.activities_of(organization=member.organization).filter(pk=activity).first()
    )
    if found is None:
        raise HttpError(404, "There is no such activity.")
    operations.remove_activity(activity=found, actor=member.user, now=timezone.now())


@router.post("/import", response=CalendarFileOut, summary="Import a table or a calendar file")
def import_file(
    request: HttpRequest, organization: OrganizationSlug, file: File[UploadedFile]
) -> ImportedCalendar:
    """Import CSV, JSON lines or iCalendar; what could not be read comes back with its reason."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    try:
        return import_calendar(
            organization=member.organization,
            data=file.read(),
            name=file.name or "calendar",
            actor=member.user,
            now=timezone.now(),
        )
    except UnreadableFile as error:
        raise HttpError(422, str(error)) from error


@router.post("/tag", response=TagOut, summary="Tag an address as the organisation does it")
def tag(request: HttpRequest, organization: OrganizationSlug, said: TagIn) -> dict[str, object]:
    """Return the address with the tags that it lacks, and what was wrong with those it has."""
    member = acting_member(request, Permission.VIEW)
    campaign = _campaign(member.organization, said.campaign)
    tagged = utm.tag(
        said.url,
        organization=member.organization,
        channel=said.channel,
        kind=said.kind,
        campaign=campaign,
        content=said.content,
    )
    findings = check_address(said.url, organization=member.organization)
    return {"url": tagged, "findings": [asdict(one) for one in findings]}
