"""Background work: each day, what was clicked goes to measurement."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from colonnade.core.clock import system_clock
from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.links.metrics import push_readings

AFTER_MIDNIGHT = time(0, 11)
"""By then the journal's last clicks of the day are drained."""


@job(priority=-10)
def push_clicks(context: JobContext, *, organization_id: int) -> int:
    """Push the figures of the last whole days; return how many readings changed."""
    organization = Organization.objects.filter(pk=organization_id).first()
    return 0 if organization is None else push_readings(organization=organization, now=system_clock())


def plan_push(*, organization: Organization, now: datetime) -> None:
    """Plan to push what is clicked today once the day is over there; a second call today changes nothing."""
    zone = ZoneInfo(organization.time_zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    jobs.enqueue(
        push_clicks.using(run_after=datetime.combine(tomorrow, AFTER_MIDNIGHT, tzinfo=zone)),
        kwargs={"organization_id": organization.pk},
        now=now,
        key=tomorrow.isoformat(),
    )
