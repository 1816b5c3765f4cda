"""Writes that workers make: claim a job, keep it, say how far it is, and settle it.

Every write after the claim names the fence that the claim returned; where the row has moved on, the write
does nothing and says so.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from colonnade.core.jobs.context import LeaseLost, Progress
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState

LONGEST_RETRY = timedelta(hours=1)
_KEPT = 20  # errors and workers remembered of a job that is tried over and over


class WorkerLost(Exception):
    """The process that ran the job ended without a word, on its last attempt."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an attempt failed: the exception's class, its message and its traceback."""

    kind: str
    message: str
    traceback: str


def claim(*, queues: Collection[str], worker: str, lease: timedelta, now: datetime) -> Job | None:
    """Take the next job that is due in one of ``queues``, or None where there is none.

    First those whose lease ran out (their worker is gone), then the waiting by priority and age. A job whose
    worker was lost on its last attempt is buried instead of run again.
    """
    # An idle look takes no write lock; on SQLite the transaction below is the one writer.
    if not any(candidates.exists() for candidates in _due(queues, now)):
        return None
    with transaction.atomic():
        for job in _unlocked(_due(queues, now)):
            if job.cancel_requested:
                _close(job, JobState.CANCELLED, now)
            elif job.attempts >= job.max_attempts:
                _bury(job, now)
            else:
                return _take(job, worker=worker, lease=lease, now=now)
    return None


def _due(queues: Collection[str], now: datetime) -> tuple[QuerySet[Job], QuerySet[Job]]:
    ours = Job.objects.filter(queue__in=queues)
    lapsed = ours.filter(state=JobState.RUNNING, lease_until__lt=now).order_by("lease_until")
    waiting = ours.filter(state=JobState.WAITING, run_after__lte=now).order_by("-priority", "run_after")
    return lapsed, waiting


def _unlocked(candidates: tuple[QuerySet[Job], ...]) -> Iterator[Job]:
    """Yield candidates one by one, locked; on PostgreSQL past those that another worker has locked."""
    for queryset in candidates:
        if connection.features.has_select_for_update_skip_locked:
            queryset = queryset.select_for_update(skip_locked=True)
        while (job := queryset.first()) is not None:
            yield job


def _bury(job: Job, now: datetime) -> None:
    message = f"its worker was lost {job.attempts} times in a row"
    failure = Failure(kind="colonnade.core.jobs.leases.WorkerLost", message=message, traceback="")
    job.errors = _with(job, failure, now)
    _close(job, JobState.DEAD, now)


def _close(job: Job, state: JobState, now: datetime) -> None:
    job.state, job.finished_at, job.lease_until = state, now, None
    job.save(update_fields=["errors", "state", "finished_at", "lease_until"])


def _with(job: Job, failure: Failure, now: datetime) -> list[dict[str, str]]:
    return [*job.errors, {**asdict(failure), "at": now.isoformat()}][-_KEPT:]


def _take(job: Job, *, worker: str, lease: timedelta, now: datetime) -> Job:
    job.state, job.lease_until = JobState.RUNNING, now + lease
    job.fence, job.attempts, job.workers = job.fence + 1, job.attempts + 1, [*job.workers, worker][-_KEPT:]
    job.started_at, job.last_attempted_at = job.started_at or now, now
    job.done, job.rate = 0, 0.0
    job.save(
        update_fields=[
            "state", "lease_until", "fence", "attempts", "workers", "started_at", "last_attempted_at",
            "done", "rate",
        ]
    )  # fmt: skip
    return job


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, fence=job.fence, state=JobState.RUNNING)


def renew(*, job: Job, lease: timedelta, now: datetime) -> bool:
    """Hold the job for another ``lease``; return False where it is no longer ours."""
    return bool(_held(job).update(lease_until=now + lease))


def note(*, job: Job, progress: Progress) -> bool:
    """Write down how far the job is; return whether somebody asked to cancel it. Raises ``LeaseLost``."""
    changed = _held(job).update(
        done=progress.done, total=progress.total, rate=progress.rate, message=progress.message[:200]
    )
    if not changed:
        raise LeaseLost
    return Job.objects.filter(pk=job.pk, cancel_requested=True).exists()


def finish(*, job: Job, result: Any, now: datetime) -> bool:
    """Settle the job as done with its result; False where it is no longer ours."""
    return bool(_held(job).update(state=JobState.DONE, result=result, finished_at=now, lease_until=None))


def abandon(*, job: Job, now: datetime) -> bool:
    """Settle the job as cancelled; False where it is no longer ours."""
    return bool(_held(job).update(state=JobState.CANCELLED, finished_at=now, lease_until=None))


def release(*, job: Job, now: datetime) -> bool:
    """Put the job back, the attempt not counted: its worker was asked to stop."""
    return bool(
        _held(job).update(
            state=JobState.WAITING, run_after=now, lease_until=None, attempts=max(job.attempts - 1, 0)
        )
    )


def fail(*, job: Job, failure: Failure, first_retry: timedelta | None, now: datetime) -> bool:
    """Note a failed attempt: try again later, or give the job up.

    Args:
        first_retry: the wait before the second attempt, doubled for each further one, at most an hour;
            None where another try is useless.
    """
    changes: dict[str, Any] = {
        "errors": _with(job, failure, now),
        "lease_until": None,
    }
    if first_retry is None or job.attempts >= job.max_attempts:
        changes |= {"state": JobState.DEAD, "finished_at": now}
    else:
        wait = min(first_retry * 2 ** (job.attempts - 1), LONGEST_RETRY)
        changes |= {"state": JobState.WAITING, "run_after": now + wait}
    return bool(_held(job).update(**changes))
