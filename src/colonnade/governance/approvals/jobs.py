"""Background work by the clock: a reminder when a decision is due, the end of what nobody decided."""

from datetime import datetime

from django.db import transaction

from colonnade.core.clock import system_clock
from colonnade.core.jobs import operations as queue
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.governance.approvals import telling
from colonnade.governance.approvals.models import Review, Step
from colonnade.governance.approvals.queries import present_version
from colonnade.governance.approvals.settling import settle
from colonnade.governance.approvals.states import ReviewState, StepState


@job()
def watch_review(context: JobContext, *, organization_id: int, review_id: int, round_number: int) -> str:
    """Remind at the due time, and end the review at its last; a version that was replaced is left alone.

    Returns:
        What was done: "reminded", "expired" or nothing.
    """
    return watch(
        organization_id=organization_id, review_id=review_id, round_number=round_number, now=system_clock()
    )


@transaction.atomic
def watch(*, organization_id: int, review_id: int, round_number: int, now: datetime) -> str:
    """Do what ``watch_review`` does, at ``now``."""
    reviews = Review.objects.select_for_update(of=("self",)).select_related("organization")
    review = reviews.filter(
        organization_id=organization_id, pk=review_id, round=round_number, state=ReviewState.WAITING
    ).first()
    if review is None:
        return ""
    if review.expires_at <= now:
        settle(version=present_version(review), state=ReviewState.EXPIRED, actor=None, now=now, why="time")
        return "expired"
    steps = Step.objects.select_related("version__review")
    for step in steps.filter(version__review=review, state=StepState.OPEN):
        telling.reviewers_soon(step=step, now=now, reminder=True)
    watch_from(review=review, at=review.expires_at, now=now)
    return "reminded"


def watch_from(*, review: Review, at: datetime, now: datetime) -> None:
    """Let the clock look at the present version of a review at that time."""
    queue.enqueue(
        watch_review.using(run_after=at),
        kwargs={
            "organization_id": review.organization_id,
            "review_id": review.pk,
            "round_number": review.round,
        },
        now=now,
        key=f"{review.pk} {review.round} {at.isoformat()}",
    )
