"""Writes: what people do to jobs, with a line in the audit trail."""

from datetime import datetime

from colonnade.core.jobs import operations
from colonnade.core.jobs.models import Job
from colonnade.governance.operations import record
from colonnade.organization.models import Membership


def cancel_job(*, job: Job, actor: Membership, now: datetime) -> Job:
    """Cancel a job. Raises ``TransitionRefused`` where it has finished."""
    job = operations.cancel(job=job, now=now)
    _record("jobs.cancelled", job, actor, now)
    return job


def retry_job(*, job: Job, actor: Membership, now: datetime) -> Job:
    """Let a dead, cancelled or waiting job run now. Raises ``TransitionRefused`` where it runs or is done."""
    job = operations.retry(job=job, now=now)
    _record("jobs.retried", job, actor, now)
    return job


def _record(action: str, job: Job, actor: Membership, now: datetime) -> None:
    record(
        organization=actor.organization,
        actor=actor.user,
        action=action,
        subject=job.name,
        now=now,
        details={"job": str(job.pk)},
    )
