"""Reads: where a version stands, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from colonnade.governance.approvals.models import (
    Need,
    Review,
    ReviewSettings,
    SeatKind,
    Stage,
    Step,
    StepSeat,
    UnitReviewer,
    Version,
)
from colonnade.governance.approvals.staging import People, seat_of
from colonnade.governance.approvals.states import ReviewState, Standing, StepState
from colonnade.governance.approvals.subjects import KINDS
from colonnade.governance.policies.checking import Context, Finding
from colonnade.governance.policies.queries import check_text
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Permission


def settings_of(*, organization: Organization) -> ReviewSettings:
    """Return how the organisation reviews; the defaults, unsaved, where nobody chose."""
    found = ReviewSettings.objects.filter(organization=organization).first()
    return found or ReviewSettings(organization=organization)


def reviews_are_off(*, organization: Organization) -> bool:
    """Return whether what is submitted is approved at once: chosen, and there is still only one member."""
    return settings_of(organization=organization).reviews_off and organization.memberships.count() == 1


def standing(*, organization: Organization, kind: str, subject_id: str, digest: str) -> Standing:
    """Return where exactly this version of a subject stands; NONE where another version was submitted.

    Whoever publishes asks this at the last moment, with the digest of what is about to be sent.
    """
    version = (
        Version.objects.filter(
            review__organization=organization, review__kind=kind, review__subject_id=subject_id
        )
        .select_related("review")
        .first()
    )
    if version is None or version.digest != digest or version.review.state == ReviewState.WITHDRAWN:
        return Standing.NONE
    return Standing(version.review.state)


def reviews_of(*, organization: Organization) -> QuerySet[Review]:
    """Return the organisation's reviews, those due first on top."""
    return Review.objects.filter(organization=organization)


def stages_of(*, organization: Organization) -> QuerySet[Stage]:
    """Return the organisation's stages in their order."""
    found = Stage.objects.filter(organization=organization)
    return found.prefetch_related("units", "seats__membership__user")


def waiting_for(*, membership: Membership) -> QuerySet[Review]:
    """Return the reviews that wait for this member's decision, those due first on top."""
    if not membership.may(Permission.APPROVE_CONTENT):
        return Review.objects.none()
    units = UnitReviewer.objects.filter(membership=membership).values("unit_id")
    theirs = (
        Q(kind=SeatKind.ANYONE)
        | Q(kind=SeatKind.ROLE, role=membership.role)
        | Q(kind=SeatKind.MEMBER, membership=membership)
        | Q(kind=SeatKind.UNIT, unit_id__in=units)
    )
    seats = StepSeat.objects.filter(
        theirs, filled=False, step__state=StepState.OPEN, step__version__review=OuterRef("pk")
    )
    hands = Q(author=membership.user) | Q(changed_by=membership.user) | Q(submitted_by=membership.user)
    own = Version.objects.filter(hands, review=OuterRef("pk"), number=OuterRef("round"))
    waiting = Review.objects.filter(organization=membership.organization, state=ReviewState.WAITING)
    return waiting.filter(Exists(seats), ~Exists(own))


def review_of(*, organization: Organization, review_id: int) -> Review:
    """Return one review. Raises ``Review.DoesNotExist``."""
    return Review.objects.select_related("organization").get(organization=organization, pk=review_id)


def present_version(review: Review) -> Version:
    """Return the version that is reviewed now, or was last."""
    return Version.objects.select_related("review__organization").get(review=review, number=review.round)


def open_step(version: Version) -> Step:
    """Return the step that waits for approval. Raises ``Step.DoesNotExist`` where none does."""
    return version.steps.get(state=StepState.OPEN)


def may_fill(*, step: Step) -> list[Membership]:
    """Return the members whose approval would fill an empty seat of a step."""
    people = People(step.version.review.organization)
    hands = step.version.hands
    found = {
        member.pk: member
        for seat in step.seats.filter(filled=False)
        for member in people.for_seat(seat_of(seat), hands=hands)
    }
    return list(found.values())


def review_for(*, organization: Organization, kind: str, subject_id: str) -> Review | None:
    """Return the review of a subject; None where it was never submitted."""
    return Review.objects.filter(organization=organization, kind=kind, subject_id=subject_id).first()


def findings_of(*, version: Version) -> list[Finding]:
    """Return what the policies in force find in a version: all that it says, taken together."""
    text = "\n\n".join(part["text"] for part in version.parts)
    context = Context(
        unit=version.unit_id, channel=version.channel, campaign=version.campaign, paid=version.paid
    )
    return check_text(organization=version.review.organization, text=text, context=context)


def stuck(*, review: Review) -> bool:
    """Return whether a review waits for people of whom there are none any more: it can be submitted again."""
    if review.state != ReviewState.WAITING:
        return False
    version = present_version(review)
    people = People(review.organization)
    for step in version.steps.exclude(state=StepState.PASSED).prefetch_related("seats"):
        held = [
            seat.filled
            or seat.kind == SeatKind.OUTSIDE
            or bool(people.for_seat(seat_of(seat), hands=version.hands))
            for seat in step.seats.all()
        ]
        if not (all(held) if step.need == Need.ALL else any(held)):
            return True
    return False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A review in a list.

    Attributes:
        kind: what the subject is, in words.
        stage: name of the stage that waits; empty where none does.
    """

    review: Review
    version: Version
    kind: str
    state: ReviewState
    stage: str


def rows_of(reviews: Sequence[Review]) -> list[Row]:
    """Return reviews with their present versions and open stages, in two queries."""
    versions = {
        version.review_id: version
        for version in Version.objects.filter(review__in=reviews, number=F("review__round")).select_related(
            "unit", "submitted_by"
        )
    }
    steps = Step.objects.filter(version__in=versions.values(), state=StepState.OPEN)
    stages = dict(steps.values_list("version_id", "name"))
    return [
        Row(
            review=review,
            version=versions[review.pk],
            kind=str(KINDS.get(review.kind).label) if review.kind in KINDS else review.kind,
            state=ReviewState(review.state),
            stage=stages.get(versions[review.pk].pk, ""),
        )
        for review in reviews
    ]
