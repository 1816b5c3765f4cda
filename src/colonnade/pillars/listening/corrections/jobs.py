"""Work on stored posts, done by the process that holds the warehouse."""

from typing import cast

from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.corrections.operations import read_again
from colonnade.pillars.listening.corrections.queries import evaluate
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.pillars.listening.understanding import Tier
from colonnade.warehouse.store import open_store


@job(queue="warehouse", max_attempts=2)
def read_stored_posts_again(context: JobContext, *, organization_id: int, tier: str = "") -> int:
    """Understand anew the posts that an older or a lesser model read (see ``operations.read_again``).

    Args:
        tier: one of ``understanding.TIERS``; the organisation's own where it is empty.
    """
    organization = Organization.objects.get(pk=organization_id)
    return read_again(
        organization=organization,
        facts=open_store().facts(organization_id),
        tier=_tier(tier, organization_id),
        on_progress=context.progress,
    )


@job(queue="warehouse", priority=50, max_attempts=1)
def evaluate_on_corrections(
    context: JobContext, *, organization_id: int, tier: str = ""
) -> dict[str, object]:
    """Return how a tier, or the organisation's own, does on corrected posts, as JSON values."""
    organization = Organization.objects.get(pk=organization_id)
    found = evaluate(
        organization=organization,
        facts=open_store().facts(organization_id),
        tier=_tier(tier, organization_id),
    )
    return {
        "model": found.model,
        "posts": found.posts,
        "answered": found.answered,
        "right": found.right,
        "confusion": found.confusion,
    }


def _tier(name: str, organization_id: int) -> Tier:
    return cast("Tier", name) if name else tier_of(organization_id=organization_id)
