"""When the outbox looks at a publication: one job for each moment that something is due."""

from datetime import datetime, timedelta
from typing import Any

from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.tasks import JobTask
from colonnade.publishing.models import Publication

WATCH_EVERY = timedelta(minutes=1)


def plan(*, publication: Publication, task: JobTask[..., Any], now: datetime) -> None:
    """Put the publication's next step in the queue; where nothing is due, nothing is put there.

    The truth is the row's ``due_at``: a job that comes too early, too late or twice does no harm, and the
    watchdog finds what no job came for.
    """
    at = publication.due_at
    if at is None:
        return
    jobs.enqueue(
        task.using(run_after=max(at, now)),
        kwargs={"organization_id": publication.organization_id, "publication_id": publication.pk},
        now=now,
        key=f"{publication.pk}:{publication.fence}:{at.isoformat()}",
    )


def plan_watch(*, organization_id: int, task: JobTask[..., Any], now: datetime) -> None:
    """Plan the watchdog's next look, on the full minute; a second call within the minute changes nothing."""
    at = now.replace(second=0, microsecond=0) + WATCH_EVERY
    jobs.enqueue(
        task.using(run_after=at),
        kwargs={"organization_id": organization_id},
        now=now,
        key=at.isoformat(timespec="minutes"),
    )
