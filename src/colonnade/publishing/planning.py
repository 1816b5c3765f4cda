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


def plan_after_lease(
    *, organization_id: int, publication_id: int, task: JobTask[..., Any], now: datetime
) -> None:
    """Come again when the lease of whoever has the publication is over: it may have died."""
    held = Publication.objects.filter(
        pk=publication_id, organization_id=organization_id, due_at__lte=now, lease_until__gte=now
    ).first()
    if held is None or held.lease_until is None:
        return
    at = held.lease_until + timedelta(seconds=1)
    jobs.enqueue(
        task.using(run_after=at),
        kwargs={"organization_id": organization_id, "publication_id": publication_id},
        now=now,
        key=f"{publication_id}:{held.fence}:lease:{at.isoformat()}",
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
