"""Writes that workers make: claim a job, keep it, say how far it is, and settle it.

Every write after the claim names the fence that the claim returned; where the row has moved on, the write
does nothing and says so.
"""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from colonnade.core.jobs.context import LeaseLost, Progress
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState

LONGEST_RETRY = timedelta(hours=1)
LOWEST = -100
"""The lowest priority there is."""
_KEPT = 20  # errors and workers remembered of a job that is tried over and over


class WorkerLost(Exception):
    """The process that ran the job ended without a word, on its last attempt."""


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why an attempt failed: the exception's class, its message and its traceback."""

    kind: str
    message: str
    traceback: str


def claim(
    *, queues: Collection[str], worker: str, lease: timedelta, now: datetime, least_priority: int = LOWEST
) -> Job | None:
    """Take the job of ``queues`` that is due, by priority and age; None where there is none.

    Args:
        least_priority: jobs of a lower one are left alone.
    """
    waiting = Job.objects.filter(
        queue__in=queues, state=JobState.WAITING, run_after__lte=now, priority__gte=least_priority
    )
    return _first_taken(waiting.order_by("-priority", "run_after"), worker=worker, lease=lease, now=now)


def take_over(
    *, queues: Collection[str], worker: str, lease: timedelta, now: datetime, least_priority: int = LOWEST
) -> Job | None:
    """Take a running job whose lease ran out because its worker is gone; None where there is none.

    A job that was lost on its last attempt is buried instead, one that somebody cancelled is closed.
    """
    lapsed = Job.objects.filter(
        queue__in=queues, state=JobState.RUNNING, lease_until__lt=now, priority__gte=least_priority
    )
    return _first_taken(lapsed.order_by("lease_until"), worker=worker, lease=lease, now=now)


def _first_taken(candidates: QuerySet[Job], *, worker: str, lease: timedelta, now: datetime) -> Job | None:
    with _claiming():
        for job in _one_by_one(candidates):
            if job.cancel_requested:
                _step(job, state=JobState.CANCELLED, finished_at=now, lease_until=None)
            elif job.attempts >= job.max_attempts:
                _bury(job, now)
            elif _take(job, worker=worker, lease=lease, now=now):
                return job
    return None


def _claiming() -> AbstractContextManager[object]:
    """Return what a claim happens in: on PostgreSQL a transaction, which holds the lock on the candidate.

    Elsewhere the update by the fence decides alone who gets the job, and an idle look locks nobody out.
    """
    return transaction.atomic() if _skips_locked() else nullcontext()


def _skips_locked() -> bool:
    return bool(connection.features.has_select_for_update_skip_locked)


def _one_by_one(candidates: QuerySet[Job]) -> Iterator[Job]:
    """Yield the first candidate until there is none, past those that another worker has locked."""
    if _skips_locked():
        candidates = candidates.select_for_update(skip_locked=True)
    while (job := candidates.first()) is not None:
        yield job


def _bury(job: Job, now: datetime) -> None:
    message = f"its worker was lost {job.attempts} times in a row"
    failure = Failure(kind="colonnade.core.jobs.leases.WorkerLost", message=message, traceback="")
    errors = _with(job, failure, now)
    _step(job, state=JobState.DEAD, errors=errors, finished_at=now, lease_until=None)


def _with(job: Job, failure: Failure, now: datetime) -> list[dict[str, str]]:
    return [*job.errors, {**asdict(failure), "at": now.isoformat()}][-_KEPT:]


def _take(job: Job, *, worker: str, lease: timedelta, now: datetime) -> bool:
    return _step(
        job,
        state=JobState.RUNNING,
        lease_until=now + lease,
        fence=job.fence + 1,
        attempts=job.attempts + 1,
        workers=[*job.workers, worker][-_KEPT:],
        started_at=job.started_at or now,
        last_attempted_at=now,
        done=0,
        rate=0.0,
    )


def _step(job: Job, **changes: Any) -> bool:
    """Change the row, and ``job`` with it, if it is still as ``job`` says; return whether it was."""
    changed = Job.objects.filter(pk=job.pk, fence=job.fence, state=job.state).update(**changes)
    if changed:
        for name, value in changes.items():
            setattr(job, name, value)
    return bool(changed)


def renew(*, job: Job, lease: timedelta, now: datetime) -> bool:
    """Hold the job for another ``lease``; return False where it is no longer ours."""
    return _step(job, lease_until=now + lease)


def note(*, job: Job, progress: Progress) -> bool:
    """Write down how far the job is; return whether somebody asked to cancel it. Raises ``LeaseLost``."""
    message = progress.message[:200]
    if not _step(job, done=progress.done, total=progress.total, rate=progress.rate, message=message):
        raise LeaseLost
    return Job.objects.filter(pk=job.pk, cancel_requested=True).exists()


def finish(*, job: Job, result: Any, progress: Progress | None = None, now: datetime) -> bool:
    """Settle the job as done with its result and its last progress; False where it is no longer ours."""
    last = progress or job.progress
    return _step(
        job,
        state=JobState.DONE,
        result=result,
        done=last.done,
        total=last.total,
        rate=last.rate,
        message=last.message[:200],
        finished_at=now,
        lease_until=None,
    )


def abandon(*, job: Job, now: datetime) -> bool:
    """Settle the job as cancelled; False where it is no longer ours."""
    return _step(job, state=JobState.CANCELLED, finished_at=now, lease_until=None)


def release(*, job: Job, now: datetime) -> bool:
    """Put the job back, the attempt not counted: its worker was asked to stop."""
    attempts = max(job.attempts - 1, 0)
    return _step(job, state=JobState.WAITING, run_after=now, lease_until=None, attempts=attempts)


def fail(*, job: Job, failure: Failure, first_retry: timedelta | None, now: datetime) -> bool:
    """Note a failed attempt: try again later, or give the job up; False where it is no longer ours.

    Args:
        first_retry: the wait before the second attempt, doubled for each further one, at most an hour;
            None where another try is useless.
    """
    errors = _with(job, failure, now)
    if first_retry is None or job.attempts >= job.max_attempts:
        return _step(job, state=JobState.DEAD, errors=errors, finished_at=now, lease_until=None)
    wait = min(first_retry * 2 ** (job.attempts - 1), LONGEST_RETRY)
    return _step(job, state=JobState.WAITING, errors=errors, run_after=now + wait, lease_until=None)
