"""Background work where the warehouse is: change many posts, undo that, list posts for a command."""

from typing import Any

from django.core.exceptions import ValidationError

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobCancelled, JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.explorer.files import COLUMNS, tagged_rows
from colonnade.pillars.listening.explorer.finding import find
from colonnade.pillars.listening.explorer.models import ActionKind, BulkAction
from colonnade.pillars.listening.explorer.operations import bulk
from colonnade.pillars.listening.explorer.search import read_search
from colonnade.pillars.listening.explorer.states import ActionState
from colonnade.pillars.listening.explorer.tally import tally
from colonnade.pillars.listening.query import QueryRefused
from colonnade.pillars.listening.questions.filters import WrongFilter
from colonnade.warehouse.store import open_store

_PROBLEMS = (bulk.TooMany, QueryRefused, WrongFilter, ValidationError)


@job(queue="warehouse", priority=30)
def change_posts(context: JobContext, *, organization_id: int, action_id: int) -> dict[str, int]:
    """Carry out a bulk action from where an earlier attempt stopped; return posts "done" and "changed"."""
    action = _action(organization_id, action_id)
    if action.state == ActionState.RUNNING:
        return _carried_out(context, action)
    return {"done": action.done, "changed": action.changed}


def _carried_out(context: JobContext, action: BulkAction) -> dict[str, int]:
    facts = open_store().facts(action.organization_id)
    try:
        bulk.carry_out(action=action, facts=facts, clock=system_clock, on_progress=context.progress)
    except JobCancelled:
        bulk.stop(action=action, problem="", now=system_clock())
        raise
    except _PROBLEMS as error:
        bulk.stop(action=action, problem=_told(error), now=system_clock())
        raise JobFailed(_told(error)) from error
    return {"done": action.done, "changed": action.changed}


def _told(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


@job(queue="warehouse", priority=30)
def undo_change(context: JobContext, *, organization_id: int, action_id: int) -> None:
    """Undo a bulk action, from where an earlier attempt stopped."""
    action = _action(organization_id, action_id)
    if action.state != ActionState.UNDONE:
        facts = open_store().facts(organization_id)
        bulk.undo(action=action, facts=facts, clock=system_clock, on_progress=context.progress)


@job(queue="warehouse", priority=50, max_attempts=1)
def list_posts(
    context: JobContext, *, organization_id: int, search: dict[str, str], after: str, most: int
) -> dict[str, Any]:
    """Return some posts of a search for a command: rows of ``files.COLUMNS``, and behind which to go on.

    Raises:
        JobFailed: for a search that cannot be understood.
    """
    organization = Organization.objects.get(pk=organization_id)
    try:
        facts = open_store().facts(organization_id)
        finding = find(organization=organization, facts=facts, search=read_search(search))
        rows, older = finding.rows(after=after, most=most)
    except (WrongFilter, QueryRefused) as error:
        raise JobFailed(str(error)) from error
    posts = [
        {name: str(row[name]) if name == "published_at" else row[name] for name in COLUMNS}
        for row in tagged_rows(organization_id, rows)
    ]
    return {"posts": posts, "older": older}


@job(queue="warehouse", priority=50, max_attempts=1)
def count_posts(context: JobContext, *, organization_id: int, search: dict[str, str]) -> str:
    """Return how many posts a search finds, in words. Raises ``JobFailed`` as ``list_posts`` does."""
    organization = Organization.objects.get(pk=organization_id)
    try:
        facts = open_store().facts(organization_id)
        return tally(find(organization=organization, facts=facts, search=read_search(search))).sentence
    except (WrongFilter, QueryRefused) as error:
        raise JobFailed(str(error)) from error


@job(queue="warehouse", priority=30, max_attempts=1)
def begin_and_change(
    context: JobContext, *, organization_id: int, kind: str, value: str, search: dict[str, str]
) -> dict[str, int]:
    """Change all posts of a search for a command; return the "action", posts "done" and "changed"."""
    organization = Organization.objects.get(pk=organization_id)
    try:
        action = bulk.begin(
            organization=organization,
            kind=ActionKind(kind),
            value=value,
            actor=None,
            now=system_clock(),
            search=read_search(search),
        )
    except _PROBLEMS as error:
        raise JobFailed(_told(error)) from error
    told = _carried_out(context, action)
    return {"action": action.pk, **told}


def _action(organization_id: int, action_id: int) -> BulkAction:
    return BulkAction.objects.select_related("organization", "actor").get(
        pk=action_id, organization_id=organization_id
    )
