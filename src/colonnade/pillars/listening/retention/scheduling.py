"""When posts go: in the night, by the organisation's clock."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.tasks import JobTask
from colonnade.organization.models import Organization

AT = time(3)


def next_night(*, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the next moment at which it is three o'clock there."""
    there = now.astimezone(zone)
    day = there.date() if there.time() < AT else there.date() + timedelta(days=1)
    return datetime.combine(day, AT, zone)


def plan_night(*, organization: Organization, task: JobTask[..., Any], now: datetime) -> datetime:
    """Plan the next night's work and return when it is; a second call before it changes nothing."""
    at = next_night(zone=ZoneInfo(organization.time_zone), now=now)
    jobs.enqueue(
        task.using(run_after=at),
        kwargs={"organization_id": organization.pk},
        now=now,
        key=f"night {at.date().isoformat()}",
    )
    return at
