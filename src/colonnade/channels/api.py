"""API door of channels: networks, sources and what they hear."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import AwareDatetime, Field

from colonnade.channels import queries
from colonnade.channels.configuration import ConfigurationRefused
from colonnade.channels.contract import ChannelError, Connector, SourceKind
from colonnade.channels.discovery import connectors
from colonnade.channels.models import Channel
from colonnade.channels.operations import sources as operations
from colonnade.channels.operations.trying import try_source
from colonnade.channels.operations.wanted import SourceRefused, Wanted, wanted
from colonnade.channels.secrets import KeyLost
from colonnade.core.states import TransitionRefused
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission

router = Router()


class KindOut(Schema):
    """A kind of source: what it hears and misses, and the JSON Schema of its configuration."""

    id: str
    name: str
    account: str
    hears: str
    misses: str
    configuration: dict[str, object]


class NetworkOut(Schema):
    """A network that can be listened to."""

    id: str
    name: str
    kinds: list[KindOut]
    unverified: str


class GapOut(Schema):
    """A span of time of which posts are missing."""

    start: datetime
    end: datetime
    reason: str


class AllowanceOut(Schema):
    """What is left of a limit."""

    host: str
    limit: int | None
    remaining: int | None
    resets_at: datetime | None


class SourceOut(Schema):
    """A line of the coverage ledger."""

    id: int
    name: str
    network: str
    kind: str
    state: str
    since: datetime
    heard_to: datetime | None
    asked_at: datetime | None
    next_at: datetime | None
    posts_new: int
    posts_known: int
    posts_edited: int
    posts_gone: int
    skipped: int
    doubts: list[str] = Field(description="Why silence of this source is not calm; empty where it is.")
    gaps: list[GapOut]
    allowances: list[AllowanceOut]


class SourceIn(Schema):
    """A source to listen to."""

    network: str
    kind: str
    configuration: dict[str, object] = {}
    account: int | None = Field(default=None, description="Id of the account to listen with.")
    name: str = Field(default="", max_length=200)
    every_minutes: int | None = Field(default=None, ge=1, le=10_080)
    since: AwareDatetime | None = None


class PostOut(Schema):
    """A post that a trial gave."""

    network: str
    external_id: str
    text: str
    published_at: datetime
    url: str | None
    author: str | None


class TrialOut(Schema):
    """The newest posts of a source; nothing was stored."""

    posts: list[PostOut]
    skipped: list[str]


@router.get("/networks", response=list[NetworkOut], summary="Networks that can be listened to")
def list_networks(request: HttpRequest, organization: OrganizationSlug) -> list[dict[str, object]]:
    """Return the installed networks with their kinds of sources."""
    acting_member(request, Permission.VIEW)
    return [
        {
            "id": connector.manifest.id,
            "name": connector.manifest.name,
            "unverified": connector.manifest.unverified,
            "kinds": [_kind_shown(kind) for kind in connector.manifest.kinds],
        }
        for connector in queries.networks()
    ]


def _kind_shown(kind: SourceKind) -> dict[str, object]:
    return {
        "id": kind.id,
        "name": str(kind.name),
        "account": kind.account,
        "hears": str(kind.hears),
        "misses": str(kind.misses),
        "configuration": kind.schema.model_json_schema(),
    }


@router.get("/sources", response=list[SourceOut], summary="Coverage ledger")
def list_sources(request: HttpRequest, organization: OrganizationSlug) -> list[dict[str, object]]:
    """Return what each source hears, and why its silence may not be calm."""
    member = acting_member(request, Permission.VIEW)
    return [_shown(line) for line in queries.ledger(organization=member.organization, now=timezone.now())]


def _shown(line: queries.Coverage) -> dict[str, object]:
    channel = line.channel
    plain = ("name", "kind", "state", "since", "heard_to", "asked_at", "next_at")
    counts = ("posts_new", "posts_known", "posts_edited", "posts_gone", "skipped")
    return {
        **{name: getattr(channel, name) for name in (*plain, *counts)},
        "id": channel.pk,
        "network": channel.connector,
        "doubts": list(line.doubts),
        "gaps": list(line.gaps),
        "allowances": list(line.allowances),
    }


@router.post("/sources", response={201: SourceOut}, summary="Listen to a source")
def add_source(
    request: HttpRequest, organization: OrganizationSlug, said: SourceIn
) -> Status[dict[str, object]]:
    """Listen to a source from now on; 422 with every problem where it cannot be."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    channel = operations.add_source(
        organization=member.organization, wanted=_wanted(member, said), actor=member.user, now=timezone.now()
    )
    return Status(201, _line(member, channel))


@router.post("/sources/try", response=TrialOut, summary="Try a source")
def try_one(request: HttpRequest, organization: OrganizationSlug, said: SourceIn) -> dict[str, object]:
    """Ask the network once and return the newest posts; nothing is stored. 502 with what the network said."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    try:
        trial = try_source(organization=member.organization, wanted=_wanted(member, said), clock=timezone.now)
    except ChannelError as error:
        raise HttpError(502, f"The network says no: {error}.") from error
    except (KeyLost, ConfigurationRefused) as error:
        raise HttpError(409, str(error)) from error
    posts = [
        {**post.model_dump(exclude={"author"}), "author": post.author.handle or post.author.name}
        for post in trial.posts
    ]
    return {"posts": posts, "skipped": list(trial.skipped)}


@router.post("/sources/{source}/pause", response=SourceOut, summary="Stop asking a source")
def pause_source(request: HttpRequest, organization: OrganizationSlug, source: int) -> dict[str, object]:
    """Stop asking; what was heard stays, and so does the place to go on from. 409 where it is paused."""
    return _act(request, source, operations.pause_source)


@router.post("/sources/{source}/resume", response=SourceOut, summary="Go on with a source, or ask it now")
def resume_source(request: HttpRequest, organization: OrganizationSlug, source: int) -> dict[str, object]:
    """Go on where it stopped, or ask at once. 409 while its account is disconnected."""
    return _act(request, source, operations.resume_source)


@router.delete("/sources/{source}", response={204: None}, summary="Stop listening for good")
def remove_source(request: HttpRequest, organization: OrganizationSlug, source: int) -> Status[None]:
    """Stop listening; the posts stay."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    operations.remove_source(channel=_known(member, source), actor=member.user, now=timezone.now())
    return Status(204, None)


def _act(request: HttpRequest, source: int, act: Callable[..., Channel]) -> dict[str, object]:
    member = acting_member(request, Permission.IMPORT_POSTS)
    try:
        channel = act(channel=_known(member, source), actor=member.user, now=timezone.now())
    except TransitionRefused as error:
        raise HttpError(409, str(error)) from error
    return _line(member, channel)


def _known(member: Membership, source: int) -> Channel:
    return get_object_or_404(queries.sources_of(organization=member.organization), pk=source)


def _line(member: Membership, channel: Channel) -> dict[str, object]:
    return _shown(queries.covered([channel], organization=member.organization, now=timezone.now())[0])


def _wanted(member: Membership, said: SourceIn) -> Wanted:
    connector, kind = _kind(said)
    account = None
    if said.account is not None:
        account = get_object_or_404(queries.accounts_of(organization=member.organization), pk=said.account)
    try:
        return wanted(
            organization=member.organization,
            connector=connector,
            kind=kind,
            configuration=said.configuration,
            account=account,
            name=said.name,
            every=None if said.every_minutes is None else timedelta(minutes=said.every_minutes),
            since=said.since,
            now=timezone.now(),
        )
    except SourceRefused as refused:
        raise HttpError(422, str(refused)) from refused


def _kind(said: SourceIn) -> tuple[Connector, SourceKind]:
    try:
        connector = connectors().get(said.network)
        return connector, connector.manifest.kind(said.kind)
    except KeyError as error:
        raise HttpError(422, f"{error.args[0]}.") from error
