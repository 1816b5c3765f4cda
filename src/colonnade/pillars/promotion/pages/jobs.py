"""Background work: submissions that were stored become leads a moment later."""

from datetime import UTC, datetime
from threading import Lock

from colonnade.core.clock import system_clock
from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.pages.operations.taking import take_waiting

SECONDS = 2
"""Submissions of so many seconds are taken together."""
_planned: dict[int, int] = {}
_lock = Lock()


@job(priority=45)
def take_submissions(context: JobContext, *, organization_id: int) -> int:
    """Make leads of what waits; return how many submissions were taken."""
    organization = Organization.objects.get(pk=organization_id)
    return take_waiting(organization=organization, now=system_clock(), on_progress=context.progress)


def plan_taking(*, organization_id: int, now: datetime) -> None:
    """Plan to take what waits, once in ``SECONDS``: one job sees to all that was stored before it runs.

    Call it once the submission is committed. A process asks the database once for each span; others that
    do the same find the same key.
    """
    span = int(now.timestamp()) // SECONDS + 1
    with _lock:
        if _planned.get(organization_id) == span:
            return
    at = datetime.fromtimestamp(span * SECONDS, tz=UTC)
    jobs.enqueue(
        take_submissions.using(run_after=at),
        kwargs={"organization_id": organization_id},
        now=now,
        key=str(span),
    )
    with _lock:
        _planned[organization_id] = span


def forget_plans() -> None:
    """Forget what this process planned, as when its database is another."""
    with _lock:
        _planned.clear()
