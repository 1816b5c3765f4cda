"""Reading stored posts anew in the background."""

from datetime import datetime

from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.models import Job
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.corrections.jobs import read_stored_posts_again


def read_again_in_background(*, organization: Organization, actor: User | None, now: datetime) -> Job:
    """Put a reading of the stored posts by the organisation's tier in the queue, and return its job.

    While one waits or runs, that one is returned.
    """
    present = queries.reading_job(organization=organization)
    if present is not None and not present.finished:
        return present
    record(organization=organization, actor=actor, action="reading.again", subject="", now=now)
    return jobs.enqueue(read_stored_posts_again, kwargs={"organization_id": organization.pk}, now=now)
