"""API door of publishing: profiles, posts, and what became of each."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime, Field

from colonnade.channels.contract import Draft, LinkCard, Part
from colonnade.core.states import TransitionRefused
from colonnade.governance.approvals.operations import Refused
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.publishing import queries
from colonnade.publishing.models import Publication
from colonnade.publishing.operations import drafting, outcomes, pausing, scheduling
from colonnade.publishing.states import PublicationState
from colonnade.publishing.times import NoSuchTime

router = Router()
MOST = 200


class ProfileOut(Schema):
    """Where posts can be published."""

    id: int
    name: str
    network: str
    address: str
    active: bool


class PartIn(Schema):
    """One post of a thread; files are added in the composer."""

    text: str = Field(max_length=100_000)
    link: LinkCard | None = None


class PublicationIn(Schema):
    """What is to be published. With ``at`` it goes out then, once it is approved."""

    profile: int
    parts: list[PartIn] = Field(min_length=1, max_length=25)
    language: str = ""
    warning: str = ""
    first_comment: str = ""
    at: AwareDatetime | None = None
    submit: bool = Field(default=True, description="Hand it in for approval at once.")


class PostOut(Schema):
    """One post on the network."""

    external_id: str
    address: str
    published_at: datetime | None
    gone_at: datetime | None


class HappenedOut(Schema):
    """A line of the history."""

    at: datetime
    words: str


class PublicationOut(Schema):
    """A post, or a thread, with its state and the reason."""

    id: int
    state: str
    reason: str
    text: str
    profile: int
    scheduled_at: datetime | None
    published_at: datetime | None
    late_seconds: float = Field(description="How long past its time it is not known to be published.")
    needs_person: bool
    posts: list[PostOut]


class WholeOut(PublicationOut):
    """The same with all that happened to it, the latest first."""

    history: list[HappenedOut]


@router.get("/profiles", response=list[ProfileOut], summary="Where posts can be published")
def list_profiles(request: HttpRequest, organization: OrganizationSlug) -> list[dict[str, object]]:
    """Return the organisation's profiles."""
    member = acting_member(request, Permission.VIEW)
    return [
        {"id": one.pk, "name": one.name, "network": one.network, "address": one.address, "active": one.active}
        for one in queries.profiles_of(organization=member.organization)
    ]


@router.get("/publications", response=list[PublicationOut], summary="The outbox")
def list_publications(
    request: HttpRequest, organization: OrganizationSlug, state: PublicationState | None = None
) -> list[dict[str, object]]:
    """Return what has a time or was sent, the latest time first, at most 200."""
    member = acting_member(request, Permission.VIEW)
    found = queries.outbox_of(organization=member.organization).prefetch_related("posts")
    if state is not None:
        found = found.filter(state=state)
    return [_shown(one) for one in found[:MOST]]


@router.get("/publications/{publication}", response=WholeOut, summary="A post, with what happened to it")
def one_publication(
    request: HttpRequest, organization: OrganizationSlug, publication: int
) -> dict[str, object]:
    """Return a publication with its history."""
    known = _known(acting_member(request, Permission.VIEW), publication)
    return {**_shown(known), "history": list(known.history.all())}


@router.post("/publications", response={201: PublicationOut}, summary="Write a post")
def add_publication(
    request: HttpRequest, organization: OrganizationSlug, said: PublicationIn
) -> Status[dict[str, object]]:
    """Write a post and hand it in. 422 with every problem; what was written is then kept as a draft."""
    member, now = acting_member(request, Permission.CREATE_CONTENT), timezone.now()
    if said.at is not None and not member.may(Permission.PUBLISH):
        raise HttpError(403, "Your role does not schedule posts; leave the time out.")
    profile = get_object_or_404(queries.profiles_of(organization=member.organization), pk=said.profile)
    parts = tuple(Part(text=part.text, link=part.link) for part in said.parts)
    content = Draft.model_validate(
        {**said.model_dump(include={"language", "warning", "first_comment"}), "parts": parts}
    )
    made = drafting.draft(
        organization=member.organization, profile=profile, content=content, author=member.user, now=now
    )
    if said.at is not None:
        scheduling.schedule(publication=made, at=said.at, zone=made.zone, actor=member.user, now=now)
    if said.submit:
        _submit(made, member, now)
    return Status(201, _shown(_known(member, made.pk)))


def _submit(made: Publication, member: Membership, now: datetime) -> None:
    try:
        drafting.submit(publication=made, actor=member.user, now=now)
    except (drafting.DraftRefused, Refused) as error:
        raise HttpError(422, f"{error} It is kept as draft {made.pk}.") from error


class TimeIn(Schema):
    """When a post appears."""

    at: AwareDatetime
    zone: str = "UTC"


@router.post("/publications/{publication}/schedule", response=PublicationOut, summary="Set its time")
def schedule(
    request: HttpRequest, organization: OrganizationSlug, publication: int, said: TimeIn
) -> dict[str, object]:
    """Set the time; what is past means at once. 409 where it is on its way or on the network."""
    member = acting_member(request, Permission.PUBLISH)
    try:
        return _done(member, publication, scheduling.schedule, at=said.at, zone=said.zone)
    except NoSuchTime as error:
        raise HttpError(422, str(error)) from error


@router.post("/publications/{publication}/retry", response=PublicationOut, summary="Try a failed post again")
def retry(request: HttpRequest, organization: OrganizationSlug, publication: int) -> dict[str, object]:
    """Send it anew; what of it is on the network is not sent again. 409 where it did not fail."""
    return _done(acting_member(request, Permission.PUBLISH), publication, outcomes.retry)


@router.post("/publications/{publication}/release", response=PublicationOut, summary="Send a held post")
def release(request: HttpRequest, organization: OrganizationSlug, publication: int) -> dict[str, object]:
    """Send at once what was held after a pause or by a silence. 409 where it is not, or a silence lasts."""
    return _done(acting_member(request, Permission.PUBLISH), publication, pausing.release)


@router.post("/publications/{publication}/look", response=PublicationOut, summary="Look on the network")
def look(request: HttpRequest, organization: OrganizationSlug, publication: int) -> dict[str, object]:
    """Look once more for a post in doubt. 409 where nothing is in doubt."""
    return _done(acting_member(request, Permission.PUBLISH), publication, outcomes.look_again)


@router.post("/publications/{publication}/withdraw", response=PublicationOut, summary="Take a post back")
def withdraw(request: HttpRequest, organization: OrganizationSlug, publication: int) -> dict[str, object]:
    """Withdraw it; one that is published is deleted from its network. 409 while it is being sent."""
    return _done(acting_member(request, Permission.PUBLISH), publication, outcomes.withdraw)


class PauseIn(Schema):
    """Why nothing is published."""

    reason: str = Field(max_length=300)


@router.post("/pause", response={204: None}, summary="Publish nothing from now on")
def pause(request: HttpRequest, organization: OrganizationSlug, said: PauseIn) -> Status[None]:
    """Pause; everything scheduled stays so. 409 where it is paused."""
    member = acting_member(request, Permission.PUBLISH)
    try:
        pausing.pause(
            organization=member.organization, reason=said.reason, actor=member.user, now=timezone.now()
        )
    except pausing.PausedAlready as error:
        raise HttpError(409, str(error)) from error
    return Status(204, None)


class ResumedOut(Schema):
    """How many posts came due meanwhile and wait for a person's look."""

    held: int


@router.post("/resume", response=ResumedOut, summary="Publish again")
def resume(request: HttpRequest, organization: OrganizationSlug) -> dict[str, int]:
    """Go on; 409 where it is not paused."""
    member = acting_member(request, Permission.PUBLISH)
    try:
        held = pausing.resume(organization=member.organization, actor=member.user, now=timezone.now())
    except pausing.NotPaused as error:
        raise HttpError(409, str(error)) from error
    return {"held": held}


def _done(
    member: Membership, publication: int, act: Callable[..., Publication], **said: Any
) -> dict[str, object]:
    known = _known(member, publication)
    try:
        act(publication=known, actor=member.user, now=timezone.now(), **said)
    except (TransitionRefused, pausing.Silent) as error:
        raise HttpError(409, str(error)) from error
    return _shown(_known(member, publication))


def _known(member: Membership, publication: int) -> Publication:
    found = queries.publications_of(organization=member.organization)
    return get_object_or_404(found, pk=publication)


def _shown(publication: Publication) -> dict[str, object]:
    return {
        "id": publication.pk,
        "state": publication.state,
        "reason": publication.reason,
        "text": publication.draft.text,
        "profile": publication.profile_id,
        "scheduled_at": publication.scheduled_at,
        "published_at": publication.published_at,
        "late_seconds": publication.lateness(timezone.now()).total_seconds(),
        "needs_person": publication.needs_person,
        "posts": list(publication.posts.all()),
    }
