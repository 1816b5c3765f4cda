"""Background work: a hand-over is carried until it arrives; every hour scores fade and goals see figures."""

from datetime import datetime, timedelta

from django.dispatch import receiver

from colonnade.audience.leads.delivering import deliver
from colonnade.audience.leads.events import lead_came, set_out
from colonnade.audience.leads.metrics import push_readings
from colonnade.audience.leads.models import HandOver, HandOverState, Lead
from colonnade.audience.leads.operations.scoring import rescore
from colonnade.core.clock import system_clock
from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization


@job(priority=-10)
def tend(context: JobContext, *, organization_id: int) -> dict[str, int]:
    """Score all open leads anew and push the figures; plan the next hour first, so no failure ends the row.

    The row ends by itself where there is no lead; the next one begins another.
    """
    if not Lead.objects.filter(organization_id=organization_id).exists():
        return {}
    now = system_clock()
    plan_hour(organization_id=organization_id, now=now)
    organization = Organization.objects.get(pk=organization_id)
    done = rescore(organization=organization, now=now, on_progress=context.progress)
    push_readings(organization=organization, now=now)
    return {"leads": done.leads, "qualified": done.qualified}


def plan_hour(*, organization_id: int, now: datetime) -> None:
    """Plan the next hour's work; a second call within the hour changes nothing."""
    at = now.replace(minute=7, second=0, microsecond=0) + timedelta(hours=1)
    jobs.enqueue(
        tend.using(run_after=at),
        kwargs={"organization_id": organization_id},
        now=now,
        key=at.isoformat(timespec="minutes"),
    )


@job(priority=40)
def carry(context: JobContext, *, organization_id: int, hand_over_id: int) -> str:
    """Try one hand-over and plan the next try where it did not arrive; return its state."""
    row = (
        HandOver.objects.select_related("lead__organization", "destination", "asked_by")
        .filter(pk=hand_over_id, lead__organization_id=organization_id)
        .first()
    )
    if row is None:  # erased meanwhile
        return ""
    row = deliver(row=row, clock=system_clock)
    if row.state == HandOverState.WAITING:
        plan_delivery(row=row, now=system_clock())
    return row.state


def plan_delivery(*, row: HandOver, now: datetime) -> None:
    """Plan the next try of a waiting hand-over; a second call before that try changes nothing."""
    jobs.enqueue(
        carry.using(run_after=max(row.next_at, now)),
        kwargs={"organization_id": row.lead.organization_id, "hand_over_id": row.pk},
        now=now,
        key=f"{row.pk}:{row.next_at.isoformat()}",
    )


@receiver(lead_came, dispatch_uid="leads.tend")
def begin_the_row(*, organization_id: int, now: datetime, **_signal: object) -> None:
    """Begin the row of hourly work with the first lead."""
    plan_hour(organization_id=organization_id, now=now)


@receiver(set_out, dispatch_uid="leads.carry")
def carry_soon(*, row: HandOver, now: datetime, **_signal: object) -> None:
    """Carry a hand-over as soon as it is committed."""
    plan_delivery(row=row, now=now)
