"""Reads of jobs."""

from uuid import UUID

from django.db.models import QuerySet

from colonnade.core.jobs.models import Job


def jobs_of(*, organization_id: int) -> QuerySet[Job]:
    """Return the organisation's jobs, newest first."""
    return Job.objects.filter(organization_id=organization_id).order_by("-enqueued_at", "pk")


def job_of(*, organization_id: int, job_id: UUID) -> Job:
    """Return one job of the organisation. Raises ``Job.DoesNotExist`` for any other's."""
    return Job.objects.get(pk=job_id, organization_id=organization_id)
