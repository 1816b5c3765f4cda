"""Background work: carry a publication on, and watch over all that should have gone out."""

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.publishing import planning, watching
from colonnade.publishing.sending.delivery import carry_on


@job(priority=10, max_attempts=100, first_retry=5.0)
def send_publication(context: JobContext, *, organization_id: int, publication_id: int) -> str:
    """Do what is due for a publication, and plan what is due next; return its state, if it was its turn."""
    publication = carry_on(organization_id=organization_id, publication_id=publication_id, clock=system_clock)
    if publication is None:
        planning.plan_after_lease(
            organization_id=organization_id,
            publication_id=publication_id,
            task=send_publication,
            now=system_clock(),
        )
        return ""
    planning.plan(publication=publication, task=send_publication, now=system_clock())
    return publication.state


@job(priority=10)
def watch_outbox(context: JobContext, *, organization_id: int) -> dict[str, int]:
    """Plan the next look first, so that no failure ends the row; then look for what is late or forgotten.

    The row ends by itself where the outbox has nothing left to do; scheduling a post begins another.
    """
    now = system_clock()
    if not watching.busy(organization_id=organization_id):
        return {}
    planning.plan_watch(organization_id=organization_id, task=watch_outbox, now=now)
    return {
        "woken": watching.wake(organization_id=organization_id, task=send_publication, now=now),
        "late": watching.tell_late(organization_id=organization_id, now=now),
    }
