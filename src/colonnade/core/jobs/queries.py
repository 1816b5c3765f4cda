"""Reads of jobs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState


def jobs_of(*, organization_id: int) -> QuerySet[Job]:
    """Return the organisation's jobs, newest first."""
    return Job.objects.filter(organization_id=organization_id).order_by("-enqueued_at", "pk")


def job_of(*, organization_id: int, job_id: UUID) -> Job:
    """Return one job of the organisation. Raises ``Job.DoesNotExist`` for any other's."""
    return Job.objects.get(pk=job_id, organization_id=organization_id)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The state of an organisation's jobs at a glance.

    Attributes:
        counts: how many there are in each state, in the order of a job's life.
        longest_wait: how long the longest waiting job has been due.
    """

    counts: dict[JobState, int]
    longest_wait: timedelta

    @property
    def stuck(self) -> bool:
        """Whether work waits that an idle worker would have taken: none runs, and one is a minute late."""
        return not self.counts[JobState.RUNNING] and self.longest_wait > timedelta(minutes=1)

    @property
    def busy(self) -> bool:
        """Whether something will change by itself."""
        return bool(self.counts[JobState.RUNNING] or self.counts[JobState.WAITING])


def overview_of(*, organization_id: int, now: datetime) -> Overview:
    """Return how many jobs are in each state and how late the latest is."""
    found = (
        jobs_of(organization_id=organization_id)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"), first=Min("run_after"))
    )
    rows = {JobState(state): (number, first) for state, number, first in found}
    waiting = rows.get(JobState.WAITING)
    return Overview(
        counts={state: rows.get(state, (0, None))[0] for state in JobState},
        longest_wait=max(now - waiting[1], timedelta()) if waiting else timedelta(),
    )
