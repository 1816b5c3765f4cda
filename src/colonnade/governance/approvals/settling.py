"""The end of a review, one way or another: the state, the audit trail, and the kind that is told."""

from collections.abc import Callable
from datetime import datetime

from colonnade.governance.approvals import telling
from colonnade.governance.approvals.models import Step, Version
from colonnade.governance.approvals.states import STATES, ReviewState, StepState
from colonnade.governance.approvals.subjects import KINDS, Outcome, SubjectKind
from colonnade.governance.operations import record
from colonnade.organization.models import User

_TOLD: dict[ReviewState, Callable[[SubjectKind], Callable[[Outcome], None]]] = {
    ReviewState.APPROVED: lambda kind: kind.approved,
    ReviewState.RETURNED: lambda kind: kind.returned,
    ReviewState.EXPIRED: lambda kind: kind.expired,
}


def settle(
    *,
    version: Version,
    state: ReviewState,
    actor: User | None,
    now: datetime,
    comment: str = "",
    why: str = "",
) -> None:
    """End the review of ``version`` in ``state``, within the caller's transaction; its kind is told.

    Args:
        actor: who brought it there; None for an outside partner, the clock or a setting.
        why: for the audit trail, where no person decided.

    Raises:
        TransitionRefused: where the review cannot go there from its present state.
    """
    review = version.review
    STATES.require(present=ReviewState(review.state), wanted=state)
    review.state, review.settled_at = state, now
    review.save(update_fields=["state", "settled_at"])
    unfinished = Step.objects.filter(version__review=review, state__in=(StepState.OPEN, StepState.AHEAD))
    unfinished.update(state=StepState.CLOSED)
    details: dict[str, object] = {"kind": review.kind, "id": review.subject_id, "digest": version.digest}
    if why:
        details["why"] = why
    record(
        organization=review.organization,
        actor=actor,
        action=f"review.{state}",
        subject=review.title,
        now=now,
        details=details,
    )
    if state in _TOLD and not (state == ReviewState.APPROVED and why):
        telling.author_soon(version=version, now=now)
    if state in _TOLD and review.kind in KINDS:
        outcome = Outcome(
            organization=review.organization,
            subject_id=review.subject_id,
            digest=version.digest,
            actor=actor,
            comment=comment,
            now=now,
        )
        _TOLD[state](KINDS.get(review.kind))(outcome)
