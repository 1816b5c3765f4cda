"""Writes that begin a bulk action: few posts at once, many in the queue."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from colonnade.core.clock import Clock
from colonnade.core.jobs import operations as queue
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.explorer.jobs import change_posts, undo_change
from colonnade.pillars.listening.explorer.models import ActionKind, BulkAction
from colonnade.pillars.listening.explorer.operations import bulk
from colonnade.pillars.listening.explorer.search import Search
from colonnade.pillars.listening.explorer.states import ActionState
from colonnade.warehouse.store import Facts

AT_ONCE = 50
"""Posts that are changed while the person waits; more are a job with progress."""


def act_on_chosen(
    *,
    organization: Organization,
    facts: Facts,
    kind: ActionKind,
    value: str,
    mention_ids: Sequence[str],
    actor: User | None,
    clock: Clock,
) -> BulkAction:
    """Do something to chosen posts: at once where they are few.

    Raises:
        ValidationError, NothingChosen, TooMany: see ``operations.bulk``.
    """
    action = bulk.begin(
        organization=organization,
        kind=kind,
        value=value,
        actor=actor,
        now=clock(),
        mention_ids=mention_ids,
    )
    if (action.total or 0) > AT_ONCE:
        return _enqueued(action, clock())
    return bulk.carry_out(action=action, facts=facts, clock=clock, on_progress=_no_progress)


def act_on_found(
    *,
    organization: Organization,
    kind: ActionKind,
    value: str,
    search: Search,
    actor: User | None,
    now: datetime,
) -> BulkAction:
    """Do something to all posts of a search, as a job. Raises ``ValidationError``."""
    with transaction.atomic():
        action = bulk.begin(
            organization=organization, kind=kind, value=value, actor=actor, now=now, search=search
        )
        return _enqueued(action, now)


def undo(*, action: BulkAction, facts: Facts, clock: Clock) -> BulkAction:
    """Undo an action: at once where it changed few posts. Raises ``TransitionRefused``."""
    if action.changed <= AT_ONCE:
        return bulk.undo(action=action, facts=facts, clock=clock, on_progress=_no_progress)
    with transaction.atomic():
        action.step(ActionState.UNDOING)
        job = queue.enqueue(
            undo_change,
            kwargs={"organization_id": action.organization_id, "action_id": action.pk},
            now=clock(),
            key=str(action.pk),
        )
        action.job_id = job.pk
        action.save(update_fields=["state", "job_id"])
    return action


def _enqueued(action: BulkAction, now: datetime) -> BulkAction:
    job = queue.enqueue(
        change_posts,
        kwargs={"organization_id": action.organization_id, "action_id": action.pk},
        now=now,
        key=str(action.pk),
    )
    action.job_id = job.pk
    action.save(update_fields=["job_id"])
    return action


def _no_progress(done: int, total: int | None, message: str) -> None:
    """Do without: it is over before anybody could look."""
