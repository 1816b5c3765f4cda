"""When a source is heard next: its rounds, one job each."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from colonnade.channels.fetching.outcome import Consequence
from colonnade.channels.fetching.rounds import Superseded
from colonnade.channels.models import Account, Channel
from colonnade.channels.states import ChannelState
from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tasks import JobTask
from colonnade.governance.operations import record

FORGOTTEN_AFTER = timedelta(hours=1)
"""How late a round may be before another takes it that its job died."""


def plan(*, channel: Channel, at: datetime, task: JobTask[..., Any], now: datetime) -> None:
    """Begin a new round at ``at``; a round that is waiting or at work ends without effect.

    The rows of finished rounds go, so that a source has two jobs at most.
    """
    channel.round += 1
    channel.next_at = at
    channel.save(update_fields=["round", "next_at"])
    jobs.enqueue(
        task.using(run_after=at),
        kwargs={
            "organization_id": channel.organization_id,
            "channel_id": channel.pk,
            "number": channel.round,
        },
        now=now,
        key=_key(channel, channel.round),
    )
    prefix = f"{channel.organization_id}:{task.module_path}:"
    Job.objects.filter(
        key__in=[f"{prefix}{_key(channel, number)}" for number in (channel.round - 2, channel.round - 1)],
        state__in=[JobState.DONE, JobState.CANCELLED],
    ).delete()


def _key(channel: Channel, number: int) -> str:
    return f"{channel.pk}:{number}"


@transaction.atomic
def settle(*, channel: Channel, consequence: Consequence, task: JobTask[..., Any], now: datetime) -> None:
    """Write down how a round ended and plan the next.

    Raises:
        Superseded: where the source has moved on meanwhile.
    """
    current = Channel.objects.select_for_update().filter(pk=channel.pk, round=channel.round).first()
    if current is None:
        raise Superseded
    before = ChannelState(current.state)
    channel.step(consequence.state)
    channel.failures, channel.problem = consequence.failures, consequence.problem[:500]
    channel.next_at = consequence.next_at
    if not consequence.problem:
        channel.asked_at = now  # also a stream that had nothing to say has answered
    channel.save(update_fields=["state", "failures", "problem", "next_at", "asked_at"])
    _note_doubt(channel.account, doubt=consequence.doubt, answered=not consequence.problem, now=now)
    if before != consequence.state:
        record(
            organization=channel.organization,
            actor=None,
            action=f"source.{consequence.state}",
            subject=channel.name[:200],
            now=now,
            details={"source": channel.pk, "reason": channel.problem},
        )
    if consequence.next_at is not None:
        plan(channel=channel, at=consequence.next_at, task=task, now=now)


def _note_doubt(account: Account | None, *, doubt: bool, answered: bool, now: datetime) -> None:
    """Doubt an account, or trust it again; a doubted one signs in anew, so the second proof is another."""
    if account is None:
        return
    if doubt and account.doubted_at is None:
        account.doubted_at, account.sealed_session = now, ""
    elif answered:
        account.doubted_at = None
    account.save(update_fields=["doubted_at", "sealed_session"])


def wake_forgotten(*, organization_id: int, task: JobTask[..., Any], now: datetime) -> int:
    """Plan anew the rounds that are long overdue, whose jobs must have died; return how many."""
    late = Channel.objects.filter(
        organization_id=organization_id,
        state__in=[ChannelState.ACTIVE, ChannelState.FAILING],
        next_at__lt=now - FORGOTTEN_AFTER,
    )
    woken = 0
    for channel in late:
        waiting = Job.objects.filter(
            key=f"{organization_id}:{task.module_path}:{_key(channel, channel.round)}",
            state__in=[JobState.WAITING, JobState.RUNNING],
        )
        if not waiting.exists():
            plan(channel=channel, at=now, task=task, now=now)
            woken += 1
    return woken
