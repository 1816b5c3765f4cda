"""Background work: do something to many posts, or undo it, where the warehouse is."""

from django.core.exceptions import ValidationError

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobCancelled, JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.pillars.listening.explorer.models import BulkAction
from colonnade.pillars.listening.explorer.operations import bulk
from colonnade.pillars.listening.explorer.states import ActionState
from colonnade.pillars.listening.query import QueryRefused
from colonnade.pillars.listening.questions.filters import WrongFilter
from colonnade.warehouse.store import open_store

_PROBLEMS = (bulk.TooMany, QueryRefused, WrongFilter, ValidationError)


@job(queue="warehouse", priority=30)
def change_posts(context: JobContext, *, organization_id: int, action_id: int) -> dict[str, int]:
    """Carry out a bulk action from where an earlier attempt stopped; return posts "done" and "changed"."""
    action = _action(organization_id, action_id)
    if action.state == ActionState.RUNNING:
        facts = open_store().facts(organization_id)
        try:
            bulk.carry_out(action=action, facts=facts, clock=system_clock, on_progress=context.progress)
        except JobCancelled:
            bulk.stop(action=action, problem="", now=system_clock())
            raise
        except _PROBLEMS as error:
            problem = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            bulk.stop(action=action, problem=problem, now=system_clock())
            raise JobFailed(problem) from error
    return {"done": action.done, "changed": action.changed}


@job(queue="warehouse", priority=30)
def undo_change(context: JobContext, *, organization_id: int, action_id: int) -> None:
    """Undo a bulk action, from where an earlier attempt stopped."""
    action = _action(organization_id, action_id)
    if action.state != ActionState.UNDONE:
        facts = open_store().facts(organization_id)
        bulk.undo(action=action, facts=facts, clock=system_clock, on_progress=context.progress)


def _action(organization_id: int, action_id: int) -> BulkAction:
    return BulkAction.objects.select_related("organization", "actor").get(
        pk=action_id, organization_id=organization_id
    )
