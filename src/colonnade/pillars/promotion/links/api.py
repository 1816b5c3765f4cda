"""API door of links: make them, read them, lead them elsewhere, close them."""

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from colonnade.audience.touches.counting import Days, clicks_by_day
from colonnade.campaigns.models import Channel
from colonnade.campaigns.queries import campaigns_of
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Organization
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.links import operations, queries
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.pillars.promotion.links.plans import LinkPlan

router = Router()
MOST = 500
LONGEST_SPAN = 366


class LinkIn(Schema):
    """A link that is to be made."""

    url: str
    code: str = Field("", description="The end of its address; empty for one by chance.")
    title: str = ""
    kind: Channel = Channel.SOCIAL
    channel: str = ""
    campaign: int | None = None
    publication: str = ""
    content: str = ""
    expires_at: datetime | None = None
    tagged: bool = Field(default=True, description="Whether the organisation's tags are put on.")


class ShortenIn(Schema):
    """An address that is to be shortened; the same is shortened once."""

    url: str
    campaign: int | None = None
    publication: str = ""
    content: str = ""
    channel: str = ""
    kind: Channel = Channel.SOCIAL


class ChangeIn(Schema):
    """What is said of a link anew."""

    url: str
    title: str = ""
    expires_at: datetime | None = None


class LinkOut(Schema):
    """A link."""

    id: int
    code: str
    address: str
    target: str
    title: str
    channel: str
    campaign_id: int | None
    publication: str
    expires_at: datetime | None
    closed_at: datetime | None
    made_at: datetime


class DayOut(Schema):
    """A day's clicks, by whose they are."""

    day: date
    traffic: str
    clicks: int


@router.get("/links", response=list[LinkOut], summary="Short links, newest first")
def list_links(
    request: HttpRequest, organization: OrganizationSlug, text: str = "", start: int = 0
) -> list[ShortLink]:
    """Return up to 500 links from the ``start``-th on."""
    ours = acting_member(request, Permission.VIEW).organization
    found = queries.links_of(organization=ours, text=text)
    return list(found[max(start, 0) : max(start, 0) + MOST])


@router.post("/links", response=LinkOut, summary="Make a link")
def add_link(request: HttpRequest, organization: OrganizationSlug, wanted: LinkIn) -> ShortLink:
    """Make a link of its own; what cannot be used comes back as 422 with the reason."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    said = wanted.dict() | {"campaign": _campaign(member.organization, wanted.campaign)}
    return operations.add_link(
        organization=member.organization,
        plan=LinkPlan(**said),
        actor=member.user,
        now=timezone.now(),
    )


@router.post("/shorten", response=LinkOut, summary="Shorten an address")
def shorten(request: HttpRequest, organization: OrganizationSlug, wanted: ShortenIn) -> ShortLink:
    """Return the short link of an address; asking again returns the same."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    said = wanted.dict() | {"campaign": _campaign(member.organization, wanted.campaign)}
    return operations.shorten(
        organization=member.organization, plan=LinkPlan(**said), actor=member.user, now=timezone.now()
    )


@router.put("/links/{link}", response=LinkOut, summary="Lead a link elsewhere")
def change_link(
    request: HttpRequest, organization: OrganizationSlug, link: int, wanted: ChangeIn
) -> ShortLink:
    """Say anew where a link leads, what it is called and until when it lasts."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    return operations.change_link(
        link=_known(member.organization, link), **wanted.dict(), actor=member.user, now=timezone.now()
    )


@router.post("/links/{link}/close", response=LinkOut, summary="Close a link")
def close_link(request: HttpRequest, organization: OrganizationSlug, link: int) -> ShortLink:
    """Let a link lead nowhere; its clicks stay."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    return operations.close(link=_known(member.organization, link), actor=member.user, now=timezone.now())


@router.get("/links/{link}/clicks", response=list[DayOut], summary="A link's clicks by day")
def clicks(
    request: HttpRequest, organization: OrganizationSlug, link: int, days: int = 30
) -> list[dict[str, object]]:
    """Return the clicks of up to 366 days, people and bots apart; days without any are left out."""
    ours = acting_member(request, Permission.VIEW).organization
    span = Days.ending(timezone.now(), organization=ours, days=min(max(days, 1), LONGEST_SPAN))
    found = clicks_by_day(organization=ours, link=_known(ours, link).key, days=span)
    rows = ((day, traffic, number) for traffic, by_day in found.items() for day, number in by_day.items())
    return [{"day": day, "traffic": traffic, "clicks": number} for day, traffic, number in sorted(rows)]


def _known(organization: Organization, link: int) -> ShortLink:
    return get_object_or_404(queries.links_of(organization=organization), pk=link)


def _campaign(organization: Organization, campaign: int | None) -> object:
    return (
        None if campaign is None else get_object_or_404(campaigns_of(organization=organization), pk=campaign)
    )
