"""A review as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from colonnade.governance.approvals import queries
from colonnade.governance.approvals.differing import PartShown, parts_shown
from colonnade.governance.approvals.models import (
    Comment,
    Decision,
    Invitation,
    Need,
    Review,
    SeatKind,
    Step,
    StepSeat,
    Version,
)
from colonnade.governance.approvals.staging import People, seat_of
from colonnade.governance.approvals.states import ReviewState, StepState
from colonnade.governance.approvals.subjects import KINDS
from colonnade.governance.policies.checking import Finding
from colonnade.organization.models import Membership
from colonnade.organization.roles import Role


@dataclass(frozen=True, kw_only=True)
class SeatShown:
    """A seat in words."""

    label: str
    filled: bool


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """A stage of the version, its seats, and what was decided at it."""

    step: Step
    seats: Sequence[SeatShown]
    decisions: Sequence[Decision]

    @property
    def all_needed(self) -> bool:
        """Whether every seat must approve, of several."""
        return self.step.need == Need.ALL and len(self.seats) > 1


@dataclass(frozen=True, kw_only=True)
class ReviewShown:
    """All that the page of a review shows.

    Attributes:
        kind: what the subject is, in words.
        parts: the version's parts, with what changed since ``compared_with``.
        own: whether the viewer's hands made this version, so that another person decides.
        turn: whether the viewer may decide now.
        stuck: whether there is nobody any more who could decide.
    """

    review: Review
    version: Version
    kind: str
    state: ReviewState
    parts: Sequence[PartShown]
    compared_with: Version | None
    steps: Sequence[StepShown]
    asides: Sequence[Decision]
    comments: Sequence[Comment]
    invitations: Sequence[Invitation]
    findings: Sequence[Finding]
    versions: Sequence[Version]
    own: bool
    turn: bool
    stuck: bool


def show(*, review: Review, viewer: Membership, number: int | None = None) -> ReviewShown:
    """Return what the page shows ``viewer`` of version ``number`` (by default the present one).

    Raises:
        Version.DoesNotExist: where there is no such version.
    """
    versions = list(
        Version.objects.filter(review=review).select_related(
            "review__organization", "author", "changed_by", "submitted_by", "unit"
        )
    )
    version = next((one for one in versions if one.number == (number or review.round)), None)
    if version is None:
        raise Version.DoesNotExist
    before = next((one for one in versions if one.number == version.number - 1), None)
    decisions = list(version.decisions.all())
    steps = _steps(version, decisions)
    waits = review.state == ReviewState.WAITING and version.number == review.round
    return ReviewShown(
        review=review,
        version=version,
        kind=str(KINDS.get(review.kind).label) if review.kind in KINDS else review.kind,
        state=ReviewState(review.state),
        parts=parts_shown(version.parts, before.parts if before else None),
        compared_with=before,
        steps=steps,
        asides=[one for one in decisions if one.step_id is None],
        comments=list(Comment.objects.filter(version__review=review).select_related("version")),
        invitations=list(version.invitations.select_related("invited_by")),
        findings=queries.findings_of(version=version),
        versions=versions,
        own=viewer.user_id in version.hands,
        turn=waits and _turn(version, steps, viewer),
        stuck=waits and queries.stuck(review=review),
    )


def _steps(version: Version, decisions: Sequence[Decision]) -> list[StepShown]:
    steps = version.steps.prefetch_related("seats__membership__user", "seats__unit", "seats__invitation")
    return [
        StepShown(
            step=step,
            seats=[SeatShown(label=seat_label(seat), filled=seat.filled) for seat in step.seats.all()],
            decisions=[one for one in decisions if one.step_id == step.pk],
        )
        for step in steps
    ]


def seat_label(seat: StepSeat) -> str:
    """Return who may sit in a seat, in words."""
    match seat.kind:
        case SeatKind.ROLE:
            return str(Role(seat.role).label)
        case SeatKind.MEMBER if seat.membership:
            return str(seat.membership.user)
        case SeatKind.UNIT if seat.unit:
            return f"{seat.get_kind_display()}: {seat.unit}"
        case SeatKind.OUTSIDE if seat.invitation:
            return seat.invitation.name
        case _:
            return seat.get_kind_display()


def _turn(version: Version, steps: Sequence[StepShown], viewer: Membership) -> bool:
    people = People(version.review.organization)
    return any(
        viewer in people.for_seat(seat_of(seat), hands=version.hands)
        for shown in steps
        if shown.step.state == StepState.OPEN
        for seat in shown.step.seats.all()
        if not seat.filled
    )
