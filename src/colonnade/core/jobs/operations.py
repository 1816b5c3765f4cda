"""Writes that people and features make: put work in, cancel it, try it again, clear out what is old."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from colonnade.core.jobs import wake
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import STATES, JobState
from colonnade.core.jobs.tasks import JobTask


def enqueue(
    task: Task[Any, Any],
    *,
    kwargs: Mapping[str, Any],
    now: datetime,
    args: Sequence[Any] = (),
    key: str = "",
) -> Job:
    """Put a job in its queue, visible to workers when the present transaction commits.

    Args:
        kwargs: the task's arguments, JSON values; ``organization_id`` among them walls the job.
        key: idempotency key. A second call with the same task, organisation and key returns the first job,
            whatever has become of it.
    """
    organization_id = kwargs.get("organization_id")
    fields = {
        "organization_id": organization_id,
        "task": task.module_path,
        "args": normalize_json(list(args)),
        "kwargs": normalize_json(dict(kwargs)),
        "queue": task.queue_name,
        "priority": task.priority,
        "run_after": task.run_after or now,
        "max_attempts": task.max_attempts if isinstance(task, JobTask) else 1,
        "enqueued_at": now,
    }
    if key:
        unique = f"{organization_id or ''}:{task.module_path}:{key}"
        job, _made = Job.objects.get_or_create(key=unique, defaults=fields)
    else:
        job = Job.objects.create(**fields)
    transaction.on_commit(wake.workers)
    return job


def cancel(*, job: Job, now: datetime) -> Job:
    """Cancel a job: at once where it waits, at its next report of progress where it runs.

    Raises:
        TransitionRefused: where it has finished already.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        STATES.require(present=JobState(job.state), wanted=JobState.CANCELLED)
        job.cancel_requested = True
        if job.state == JobState.WAITING:
            job.state, job.finished_at = JobState.CANCELLED, now
        job.save(update_fields=["state", "cancel_requested", "finished_at"])
    return job


def retry(*, job: Job, now: datetime) -> Job:
    """Give a dead or cancelled job a fresh set of attempts, or a waiting one its turn now.

    Raises:
        TransitionRefused: where it runs or is done.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state != JobState.WAITING:
            STATES.require(present=_settled(job), wanted=JobState.WAITING)
        job.state, job.run_after, job.attempts = JobState.WAITING, now, 0
        job.cancel_requested, job.finished_at = False, None
        job.save(update_fields=["state", "run_after", "attempts", "cancel_requested", "finished_at"])
    transaction.on_commit(wake.workers)
    return job


def _settled(job: Job) -> JobState:
    # The table lets a running job wait again, but only its own worker may send it there.
    return JobState.DONE if job.state == JobState.RUNNING else JobState(job.state)


def purge(*, before: datetime) -> int:
    """Remove jobs that were done or cancelled before that moment; dead ones stay until somebody looks."""
    old = Job.objects.filter(state__in=[JobState.DONE, JobState.CANCELLED], finished_at__lt=before)
    return old.delete()[0]
