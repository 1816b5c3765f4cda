"""A reviewer decides."""

from datetime import datetime

from django.db import transaction

from colonnade.governance.approvals import telling
from colonnade.governance.approvals.models import Decision, Need, Review, Step, StepSeat, Version
from colonnade.governance.approvals.operations.guards import locked, require_clean, require_present
from colonnade.governance.approvals.operations.refusals import (
    NotYourTurn,
    OwnWork,
    ReasonMissing,
    VersionChanged,
)
from colonnade.governance.approvals.operations.submitting import reopen
from colonnade.governance.approvals.queries import open_step, present_version
from colonnade.governance.approvals.settling import settle
from colonnade.governance.approvals.staging import People, seat_of
from colonnade.governance.approvals.states import ReviewState, StepState, Verdict
from colonnade.governance.operations import record
from colonnade.organization.models import Membership, User


def decide(
    *, review: Review, actor: Membership, decision: Verdict, comment: str = "", digest: str, now: datetime
) -> Review:
    """Approve or return the version with ``digest``; return the review as it is then.

    Where the subject has changed since, the review begins anew with what it is now, and the decision is
    refused (so call this outside of any transaction of your own).

    Raises:
        NotWaiting: where no decision is asked for.
        VersionChanged: where ``digest`` is not that of the subject as it is now.
        OwnWork: where the actor's hands made this version.
        NotYourTurn: where the open stage names others.
        ReasonMissing: where something is returned without a comment.
        PolicyBlocks: where something is approved that the policies block.
        NoSuchSubject: where the subject is no more.
    """
    try:
        with transaction.atomic():
            return _decided(review.pk, actor, decision, comment.strip(), digest, now)
    except VersionChanged:
        reopen(
            organization=review.organization,
            kind=review.kind,
            subject_id=review.subject_id,
            actor=None,
            now=now,
        )
        raise


def _decided(
    number: int, actor: Membership, decision: Verdict, comment: str, digest: str, now: datetime
) -> Review:
    review = locked(number)
    version = present_version(review)
    require_present(version, digest)
    if actor.user_id in version.hands:
        raise OwnWork
    if decision == Verdict.RETURN and not comment:
        raise ReasonMissing
    step, seats = _turn(version, actor)
    if decision == Verdict.APPROVE:
        require_clean(version)
    Decision.objects.create(
        version=version,
        step=step,
        verdict=decision,
        comment=comment,
        by=actor.user,
        name=str(actor.user)[:150],
        at=now,
    )
    record(
        organization=review.organization,
        actor=actor.user,
        action="review.decided",
        subject=review.title,
        now=now,
        details={"stage": step.name, "verdict": decision, "digest": digest, "version": version.number},
    )
    if decision == Verdict.RETURN:
        settle(version=version, state=ReviewState.RETURNED, actor=actor.user, now=now, comment=comment)
    else:
        StepSeat.objects.filter(pk__in=seats).update(filled=True)
        pass_filled(version=version, actor=actor.user, comment=comment, now=now)
    return version.review


def _turn(version: Version, actor: Membership) -> tuple[Step, list[int]]:
    """Return the open step, and the seats in it that the actor's approval fills."""
    step = open_step(version)
    people = People(version.review.organization)
    empty = list(step.seats.filter(filled=False))
    seats = [seat.pk for seat in empty if actor in people.for_seat(seat_of(seat), hands=version.hands)]
    if not seats:
        raise NotYourTurn(step.name)
    return step, seats


def pass_filled(*, version: Version, actor: User | None, comment: str, now: datetime) -> None:
    """Pass each step in turn whose seats are filled as it needs; behind the last one approve the version."""
    for step in version.steps.exclude(state=StepState.PASSED).prefetch_related("seats"):
        step.version = version
        filled = [seat.filled for seat in step.seats.all()]
        passed = all(filled) if step.need == Need.ALL else any(filled)
        step.state = StepState.PASSED if passed else StepState.OPEN
        step.save(update_fields=["state"])
        if not passed:
            telling.reviewers_soon(step=step, now=now)
            return
    settle(version=version, state=ReviewState.APPROVED, actor=actor, now=now, comment=comment)
