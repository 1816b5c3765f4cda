"""Background work: remove every night what is older than it is kept."""

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.retention import queries, scheduling
from colonnade.pillars.listening.retention.facts import would_go
from colonnade.pillars.listening.retention.models import Origin
from colonnade.pillars.listening.retention.removing import remove_old
from colonnade.warehouse.store import open_store


# Imports may hold a place for long, so it tries on, as an erasure does.
@job(queue="warehouse", priority=-20, max_attempts=30, first_retry=10)
def remove_every_night(context: JobContext, *, organization_id: int) -> dict[str, int]:
    """Remove what is old, and plan the next night first, so that no failure ends the row.

    The row ends by itself where there is no rule; setting one begins another.

    Returns:
        How many "posts" went.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not queries.has_rules(organization_id=organization_id):
        return {"posts": 0}
    scheduling.plan_night(organization=organization, task=remove_every_night, now=system_clock())
    return _remove(context, organization)


@job(queue="warehouse", priority=-20, max_attempts=30, first_retry=10)
def remove_now(context: JobContext, *, organization_id: int) -> dict[str, int]:
    """Remove what is old once, for a command; returns how many "posts" went."""
    return _remove(context, Organization.objects.get(pk=organization_id))


@job(queue="warehouse", priority=20, max_attempts=1)
def count_old(
    context: JobContext, *, organization_id: int, origin: str, number: int, days: int | None
) -> int:
    """Return how many posts would go, for a command that cannot open the warehouse itself."""
    organization = Organization.objects.get(pk=organization_id)
    return would_go(
        open_store().facts(organization_id),
        organization=organization,
        of=queries.kept(organization, Origin(origin), number),
        days=days,
        now=system_clock(),
    )


def _remove(context: JobContext, organization: Organization) -> dict[str, int]:
    facts = open_store().facts(organization.pk)
    removals = remove_old(
        organization=organization, facts=facts, clock=system_clock, on_progress=context.progress
    )
    return {"posts": sum(removal.posts for removal in removals)}
