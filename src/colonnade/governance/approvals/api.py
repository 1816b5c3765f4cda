"""API door of approvals."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.core.states import TransitionRefused
from colonnade.governance.approvals import operations, queries
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.operations.remarks import LONGEST
from colonnade.governance.approvals.states import ReviewState, Risk, Verdict
from colonnade.governance.approvals.subjects import NoSuchSubject, OutcomeRefused
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission

router = Router()
MOST = 200


class ReviewOut(Schema):
    """A review, with the version and the stage that it is at."""

    id: int
    kind: str
    subject_id: str
    title: str
    state: ReviewState
    risk: Risk
    version: int
    digest: str
    stage: str
    due_at: datetime
    expires_at: datetime


class SubmitIn(Schema):
    """What is submitted."""

    kind: str = Field(description="Such as `publication`.")
    subject_id: str
    risk: Risk = Risk.NORMAL
    due_at: datetime | None = None


class DecideIn(Schema):
    """What a reviewer says of the version with this digest."""

    verdict: Verdict
    digest: str
    comment: str = Field(default="", max_length=LONGEST)


def _out(reviews: list[Review]) -> list[dict[str, object]]:
    return [
        {
            "id": row.review.pk,
            "kind": row.review.kind,
            "subject_id": row.review.subject_id,
            "title": row.review.title,
            "state": row.state,
            "risk": row.review.risk,
            "version": row.version.number,
            "digest": row.version.digest,
            "stage": row.stage,
            "due_at": row.review.due_at,
            "expires_at": row.review.expires_at,
        }
        for row in queries.rows_of(reviews)
    ]


def _review(member: Membership, number: int) -> Review:
    try:
        return queries.review_of(organization=member.organization, review_id=number)
    except Review.DoesNotExist:
        raise HttpError(HTTPStatus.NOT_FOUND, "There is no such review.") from None


@router.get("/reviews", response=list[ReviewOut], summary="Reviews")
def reviews(
    request: HttpRequest,
    organization: OrganizationSlug,
    *,
    mine: bool = False,
    state: ReviewState | None = None,
    start: int = 0,
) -> list[dict[str, object]]:
    """Return up to 200 reviews from the ``start``-th on, those due first; ``mine`` wait for you."""
    member = acting_member(request, Permission.VIEW)
    found = (
        queries.waiting_for(membership=member)
        if mine
        else queries.reviews_of(organization=member.organization)
    )
    if state is not None:
        found = found.filter(state=state)
    return _out(list(found[max(start, 0) : max(start, 0) + MOST]))


@router.post("/reviews", response={201: ReviewOut}, summary="Submit for approval")
def submit(request: HttpRequest, organization: OrganizationSlug, said: SubmitIn) -> dict[str, object]:
    """Submit a subject as it is now."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    try:
        made = operations.submit(
            organization=member.organization,
            kind=said.kind,
            subject_id=said.subject_id,
            actor=member.user,
            now=timezone.now(),
            due=said.due_at,
            risk=said.risk,
        )
    except NoSuchSubject as error:
        raise HttpError(HTTPStatus.NOT_FOUND, str(error)) from error
    except operations.Refused as error:
        raise HttpError(HTTPStatus.CONFLICT, str(error)) from error
    return _out([made])[0]


@router.get("/reviews/{number}", response=ReviewOut, summary="One review")
def one(request: HttpRequest, organization: OrganizationSlug, number: int) -> dict[str, object]:
    """Return a review."""
    member = acting_member(request, Permission.VIEW)
    return _out([_review(member, number)])[0]


@router.post("/reviews/{number}/decision", response=ReviewOut, summary="Approve or return")
def decide(
    request: HttpRequest, organization: OrganizationSlug, number: int, said: DecideIn
) -> dict[str, object]:
    """Decide on the version that you have read; 409 where it has changed since, or is not yours to decide."""
    member = acting_member(request, Permission.APPROVE_CONTENT)
    try:
        done = operations.decide(
            review=_review(member, number),
            actor=member,
            decision=said.verdict,
            comment=said.comment,
            digest=said.digest,
            now=timezone.now(),
        )
    except (operations.Refused, NoSuchSubject, OutcomeRefused, TransitionRefused) as error:
        raise HttpError(HTTPStatus.CONFLICT, str(error)) from error
    return _out([done])[0]
