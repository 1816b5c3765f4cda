"""When the rules are looked at: soon after a change, and every hour."""

from datetime import datetime, timedelta
from typing import Any

from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tasks import JobTask

PAST_THE_HOUR = timedelta(minutes=2)
"""How long after the full hour it is looked at, so that the last posts of the hour have come in."""


def next_look(now: datetime) -> datetime:
    """Return when the next hour's look is."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) + PAST_THE_HOUR


def plan_hour(*, organization_id: int, task: JobTask[..., Any], now: datetime) -> None:
    """Plan the next hour's look; a second call within the hour changes nothing."""
    at = next_look(now)
    jobs.enqueue(
        task.using(run_after=at),
        kwargs={"organization_id": organization_id},
        now=now,
        key=at.isoformat(timespec="minutes"),
    )


def plan_once(*, organization_id: int, task: JobTask[..., Any], now: datetime) -> None:
    """Put work in the queue now, unless the same is waiting there already."""
    waiting = Job.objects.filter(
        organization_id=organization_id,
        task=task.module_path,
        state=JobState.WAITING,
        cancel_requested=False,
        run_after__lte=now,
    )
    if not waiting.exists():
        jobs.enqueue(task, kwargs={"organization_id": organization_id}, now=now)
