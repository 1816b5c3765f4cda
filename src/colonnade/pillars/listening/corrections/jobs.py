"""Work on stored posts, done by the process that holds the warehouse."""

from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.corrections.operations import read_again
from colonnade.pillars.listening.corrections.queries import evaluate
from colonnade.warehouse.store import open_store


@job(queue="warehouse", max_attempts=2)
def read_stored_posts_again(context: JobContext, *, organization_id: int) -> int:
    """Understand anew the posts that an older model read (see ``operations.read_again``)."""
    organization = Organization.objects.get(pk=organization_id)
    facts = open_store().facts(organization_id)
    return read_again(organization=organization, facts=facts, on_progress=context.progress)


@job(queue="warehouse", priority=50, max_attempts=1)
def evaluate_on_corrections(context: JobContext, *, organization_id: int) -> dict[str, object]:
    """Return how the present model does on corrected posts, as JSON values."""
    organization = Organization.objects.get(pk=organization_id)
    found = evaluate(organization=organization, facts=open_store().facts(organization_id))
    return {
        "model": found.model,
        "posts": found.posts,
        "answered": found.answered,
        "right": found.right,
        "confusion": found.confusion,
    }
