"""Add, change, pause, resume, ask and remove sources."""

from datetime import datetime

from django.db import transaction

from colonnade.channels import scheduling
from colonnade.channels.jobs import hear_source
from colonnade.channels.leaving import source_leaves
from colonnade.channels.models import Channel, as_configuration
from colonnade.channels.operations.trying import FIRST_LOOK_BACK
from colonnade.channels.operations.wanted import LONGEST_NAME, Wanted
from colonnade.channels.states import ChannelState
from colonnade.core.states import TransitionRefused
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User


@transaction.atomic
def add_source(*, organization: Organization, wanted: Wanted, actor: User | None, now: datetime) -> Channel:
    """Listen to a source from now on; its first round is put in the queue."""
    channel = Channel.objects.create(
        organization=organization,
        account=wanted.account,
        connector=wanted.connector.manifest.id,
        kind=wanted.kind.id,
        name=_name_of(wanted),
        configuration=as_configuration(wanted.source),
        every=wanted.every or wanted.kind.every,
        actor=actor,
        since=_since(wanted, now),
        created_at=now,
    )
    scheduling.plan(channel=channel, at=now, task=hear_source, now=now)
    _audit(channel, "source.added", actor, now)
    return channel


@transaction.atomic
def change_source(*, channel: Channel, wanted: Wanted, actor: User | None, now: datetime) -> Channel:
    """Change a source. With another configuration it begins anew, for its cursor would lead astray."""
    channel = _locked(channel)
    configuration = as_configuration(wanted.source)
    if configuration != channel.configuration:
        channel.configuration, channel.cursor = dict(configuration), ""
    channel.name, channel.account = _name_of(wanted), wanted.account
    channel.every = wanted.every or channel.every
    # Forms know days: the day that is shown is no wish to go further back.
    if wanted.since is not None and wanted.since.date() < channel.since.date():
        channel.since, channel.cursor = wanted.since, ""
    channel.failures, channel.problem = 0, ""
    channel.save()
    if channel.listening:
        scheduling.plan(channel=channel, at=now, task=hear_source, now=now)
    _audit(channel, "source.changed", actor, now)
    return channel


@transaction.atomic
def pause_source(*, channel: Channel, actor: User | None, now: datetime) -> Channel:
    """Stop asking. What was heard stays, and so does the place to go on from.

    Raises:
        TransitionRefused: where it is paused already.
    """
    channel = _locked(channel)
    if channel.state == ChannelState.PAUSED:
        raise TransitionRefused(
            present=ChannelState.PAUSED,
            wanted=ChannelState.PAUSED,
            allowed=frozenset({ChannelState.ACTIVE}),
        )
    channel.step(ChannelState.PAUSED)
    channel.round += 1  # a round at work ends at its next page
    channel.next_at = None
    channel.save(update_fields=["state", "round", "next_at"])
    _audit(channel, "source.paused", actor, now)
    return channel


@transaction.atomic
def resume_source(*, channel: Channel, actor: User | None, now: datetime) -> Channel:
    """Go on where it stopped, or ask at once what is waiting for its turn.

    Raises:
        TransitionRefused: where its account is still disconnected.
    """
    channel = _locked(channel)
    account = channel.account
    if channel.state == ChannelState.DISCONNECTED and account is not None and account.doubted_at is not None:
        raise TransitionRefused(
            present=ChannelState.DISCONNECTED,
            wanted=ChannelState.ACTIVE,
            allowed=frozenset({ChannelState.PAUSED}),
        )
    before = channel.state
    if not channel.listening:
        channel.step(ChannelState.ACTIVE)
        channel.failures, channel.problem = 0, ""
    channel.save(update_fields=["state", "failures", "problem"])
    scheduling.plan(channel=channel, at=now, task=hear_source, now=now)
    _audit(channel, "source.asked" if channel.state == before else "source.resumed", actor, now)
    return channel


@transaction.atomic
def remove_source(*, channel: Channel, actor: User | None, now: datetime) -> None:
    """Stop listening for good; the posts stay."""
    channel = _locked(channel)
    source_leaves.send(sender=Channel, channel=channel, now=now)
    _audit(channel, "source.removed", actor, now)
    channel.delete()


def _locked(channel: Channel) -> Channel:
    # The join on a nullable account cannot be locked in PostgreSQL.
    return Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)


def _since(wanted: Wanted, now: datetime) -> datetime:
    """Return how far back the source can go: a stream has no past."""
    return now if wanted.kind.by == "streams" else wanted.since or now - FIRST_LOOK_BACK


def _name_of(wanted: Wanted) -> str:
    return (wanted.name or wanted.source.label())[:LONGEST_NAME]


def _audit(channel: Channel, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=channel.organization,
        actor=actor,
        action=action,
        subject=channel.name[:200],
        now=now,
        details={"source": channel.pk, "network": channel.connector, "kind": channel.kind},
    )
