"""Noticing topics in the background: behind an import, and at the end of each hour in which posts came."""

from datetime import datetime, timedelta

from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.topics.operations import notice
from colonnade.warehouse.store import open_store

HOUR = timedelta(hours=1)


@job(queue="warehouse", priority=-10, max_attempts=3)
def notice_topics(context: JobContext, *, organization_id: int) -> int:
    """Look for rising topics up to the latest post (see ``operations.notice``)."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return 0
    facts = open_store().facts(organization_id)
    return notice(organization=organization, facts=facts, on_progress=context.progress)


def look_soon(*, organization_id: int, key: str, now: datetime) -> None:
    """Look for topics now; a second call with the same ``key`` does nothing."""
    jobs.enqueue(notice_topics, kwargs={"organization_id": organization_id}, now=now, key=key)


def look_this_hour(*, organization_id: int, now: datetime) -> None:
    """Look for topics when the hour is over, once however many posts come in it."""
    end = now.replace(minute=0, second=0, microsecond=0) + HOUR
    jobs.enqueue(
        notice_topics.using(run_after=end),
        kwargs={"organization_id": organization_id},
        now=now,
        key=f"hour {end.isoformat()}",
    )
