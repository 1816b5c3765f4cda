"""API door: read and set how long posts are kept."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.retention import queries
from colonnade.pillars.listening.retention.facts import would_go
from colonnade.pillars.listening.retention.models import LONGEST, Origin, Removal
from colonnade.pillars.listening.retention.starting import keep_from_tonight
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import open_store

router = Router()
MOST_LISTED = 500


class KeptOut(Schema):
    """An account, a source or a file, and for how many days its posts are kept."""

    origin: str
    number: int
    name: str
    days: int | None = Field(description="Its own rule; null without one.")
    account_days: int | None = Field(description="The rule of the account that it is heard with.")
    holds: int | None = Field(description="The days that hold; null for ever.")
    gone: bool = Field(description="Whether it is not listened to any more, though its posts stay.")


class DaysIn(Schema):
    """Days for which posts are kept after they came in; null for ever."""

    days: int | None = Field(ge=1, le=LONGEST)


class WouldGoOut(Schema):
    """How many posts are older this moment."""

    posts: int


class RemovalOut(Schema):
    """Posts that went because their time was over; ``ended_at`` is null while that is at work."""

    origin: str
    number: int
    name: str
    days: int
    before: datetime
    posts: int
    began_at: datetime
    ended_at: datetime | None


def _known(member: Membership, origin: Origin, number: int) -> queries.Kept:
    try:
        return queries.kept(member.organization, origin, number)
    except queries.NothingKept as error:
        raise HttpError(HTTPStatus.NOT_FOUND, str(error)) from error


@router.get("/rules", response=list[KeptOut], summary="How long posts are kept")
def list_rules(request: HttpRequest, organization: OrganizationSlug) -> list[queries.Kept]:
    """Return accounts, sources and the latest imported files, each with what holds for it."""
    ours = acting_member(request, Permission.MANAGE).organization
    files = queries.files(ours, queries.files_of(ours)[:MOST_LISTED])
    return [*queries.accounts(ours), *queries.sources(ours), *files]


@router.put("/rules/{origin}/{number}", response=KeptOut, summary="Keep posts for some days")
def keep(
    request: HttpRequest, organization: OrganizationSlug, origin: Origin, number: int, wanted: DaysIn
) -> queries.Kept:
    """Set or lift a rule; what is older goes in the next night and does not come back."""
    member = acting_member(request, Permission.MANAGE)
    _known(member, origin, number)
    return keep_from_tonight(
        organization=member.organization,
        origin=origin,
        number=number,
        days=wanted.days,
        actor=member.user,
        now=timezone.now(),
    )


@router.post("/rules/{origin}/{number}/preview", response=WouldGoOut, summary="How many posts would go")
def preview(
    request: HttpRequest, organization: OrganizationSlug, origin: Origin, number: int, wanted: DaysIn
) -> dict[str, int]:
    """Count the posts that such a rule would remove this moment; nothing is changed."""
    member = acting_member(request, Permission.MANAGE)
    known = _known(member, origin, number)
    try:
        facts = open_store().facts(member.organization.pk)
    except OwnedElsewhere as error:
        raise HttpError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
    posts = would_go(facts, organization=member.organization, of=known, days=wanted.days, now=timezone.now())
    return {"posts": posts}


@router.get("/removals", response=list[RemovalOut], summary="What went, newest first")
def list_removals(request: HttpRequest, organization: OrganizationSlug) -> list[Removal]:
    """Return the latest removals with how many posts went."""
    member = acting_member(request, Permission.MANAGE)
    return list(queries.removals_of(member.organization)[:MOST_LISTED])
