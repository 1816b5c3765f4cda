"""Background work: look for what an erasure means, and carry it out where the warehouse is."""

from dataclasses import asdict
from typing import Any

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.erasure.gathering import close_gathering
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.operations import (
    NothingNamed,
    RemainsFound,
    carry_out,
    draft_erasure,
)
from colonnade.pillars.listening.erasure.queries import preview
from colonnade.pillars.listening.erasure.states import ErasureState
from colonnade.warehouse.store import open_store


# The arguments name nobody: they stay in the list of jobs. Imports may hold a place for long, so it tries on.
@job(queue="warehouse", priority=60, max_attempts=30, first_retry=10)
def erase(context: JobContext, *, organization_id: int, erasure_id: int) -> dict[str, Any]:
    """Carry out an erasure that is confirmed, or gathered, from where an earlier attempt stopped.

    Returns:
        Its receipt.
    """
    erasure = Erasure.objects.select_related("organization", "actor").get(
        pk=erasure_id, organization_id=organization_id
    )
    if erasure.state == ErasureState.GATHERING:
        erasure = close_gathering(erasure=erasure, now=system_clock())
    if erasure.state == ErasureState.RUNNING:
        facts = open_store().facts(organization_id)
        try:
            carry_out(erasure=erasure, facts=facts, clock=system_clock, on_progress=context.progress)
        except RemainsFound as error:
            raise JobFailed(str(error)) from error
    return dict(erasure.receipt)


# Its row names people; it ends before the erasure begins, which finds it like any other job and removes it.
@job(queue="warehouse", priority=60, max_attempts=1)
def draft(
    context: JobContext, *, organization_id: int, people: list[str], posts: list[str], reference: str
) -> dict[str, Any]:
    """Draft an erasure for a command, and return its number and what it would remove."""
    organization = Organization.objects.get(pk=organization_id)
    facts = open_store().facts(organization_id)
    try:
        erasure = draft_erasure(
            organization=organization,
            facts=facts,
            people=people,
            posts=posts,
            reference=reference,
            actor=None,
            now=system_clock(),
        )
    except NothingNamed as error:
        raise JobFailed(str(error)) from error
    found = preview(erasure=erasure, facts=facts)
    return {
        "erasure": erasure.pk,
        "people": [asdict(person) for person in found.people],
        "posts": found.posts,
        "found": {str(label): count for label, count in found.places},
        "named_by_others": found.named_by_others,
    }
