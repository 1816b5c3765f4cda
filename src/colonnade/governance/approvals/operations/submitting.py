"""A subject is submitted, changes while it is reviewed, or is taken back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from colonnade.governance.approvals import telling
from colonnade.governance.approvals.jobs import watch_from
from colonnade.governance.approvals.models import Review, ReviewSettings, Step, StepSeat, Version
from colonnade.governance.approvals.operations.asking import ask_again
from colonnade.governance.approvals.operations.guards import require_clean
from colonnade.governance.approvals.operations.refusals import AlreadySubmitted, NobodyMayApprove
from colonnade.governance.approvals.queries import (
    open_step,
    present_version,
    reviews_are_off,
    settings_of,
    stuck,
)
from colonnade.governance.approvals.settling import settle
from colonnade.governance.approvals.staging import PlannedStage, Reach, stages_for, who_would
from colonnade.governance.approvals.states import STATES, ReviewState, Risk, Standing, StepState
from colonnade.governance.approvals.subjects import Subject, subject_of
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User


@transaction.atomic
def submit(
    *,
    organization: Organization,
    kind: str,
    subject_id: str,
    actor: User | None,
    now: datetime,
    due: datetime | None = None,
    risk: Risk = Risk.NORMAL,
) -> Review:
    """Submit a subject as it is now; where reviews are off, it is approved at once.

    Args:
        actor: who submits it, and so may not approve it.
        due: when a decision is asked for; by default what the organisation set.

    Raises:
        NoSuchSubject: where there is nothing of that kind and id.
        AlreadySubmitted: where exactly this version waits or is approved.
        NobodyMayApprove: where a stage could never be passed.
        PolicyBlocks: where a rule of the policies blocks what it says.
    """
    subject = subject_of(organization=organization, kind=kind, subject_id=subject_id)
    settings = settings_of(organization=organization)
    review = _review(organization, kind, subject_id, now)
    _require_news(review, subject)
    review.risk, review.title = risk, subject.title[:200]
    review.due_at = due or _due(settings, subject, now)
    review.expires_at = max(now + timedelta(days=settings.expire_days), review.due_at)
    _begin(review, subject, actor, now)
    require_clean(present_version(review))
    return review


@transaction.atomic
def reopen(
    *, organization: Organization, kind: str, subject_id: str, actor: User | None, now: datetime
) -> Standing:
    """Hear that a subject may have changed; where it has, its review begins anew. Returns where it stands.

    A subject that was never submitted, or waits for its author, is left alone. One that nobody but its makers
    could approve again goes back to its author.

    Raises:
        NoSuchSubject: where there is nothing of that kind and id.
    """
    subject = subject_of(organization=organization, kind=kind, subject_id=subject_id)
    review = _locked(organization, kind, subject_id)
    if review is None:
        return Standing.NONE
    version = present_version(review)
    if review.state not in (ReviewState.WAITING, ReviewState.APPROVED) or version.digest == subject.digest:
        same = version.digest == subject.digest and review.state != ReviewState.WITHDRAWN
        return Standing(review.state) if same else Standing.NONE
    if review.state == ReviewState.APPROVED:
        settings = settings_of(organization=organization)
        review.due_at = _due(settings, subject, now)
        review.expires_at = max(now + timedelta(days=settings.expire_days), review.due_at)
    review.title = subject.title[:200]
    try:
        with transaction.atomic():
            _begin(review, subject, actor, now)
    except NobodyMayApprove as error:
        review.refresh_from_db()
        settle(
            version=version,
            state=ReviewState.RETURNED,
            actor=actor,
            now=now,
            comment=str(error),
            why="changed",
        )
        return Standing.NONE
    return Standing(review.state)


@transaction.atomic
def withdraw(
    *, organization: Organization, kind: str, subject_id: str, actor: User | None, now: datetime
) -> None:
    """Take a subject back, or note that it is no more; what was approved of it counts no longer.

    A subject that was never submitted, or was taken back before, is left alone.
    """
    review = _locked(organization, kind, subject_id)
    if review is not None and review.state != ReviewState.WITHDRAWN:
        settle(version=present_version(review), state=ReviewState.WITHDRAWN, actor=actor, now=now)


def _review(organization: Organization, kind: str, subject_id: str, now: datetime) -> Review:
    blank = {"state": ReviewState.WAITING, "submitted_at": now, "due_at": now, "expires_at": now}
    known = Review.objects.get_or_create(
        organization=organization, kind=kind, subject_id=subject_id, defaults=blank
    )[0]
    return Review.objects.select_for_update(of=("self",)).select_related("organization").get(pk=known.pk)


def _locked(organization: Organization, kind: str, subject_id: str) -> Review | None:
    reviews = Review.objects.select_for_update(of=("self",)).select_related("organization")
    return reviews.filter(organization=organization, kind=kind, subject_id=subject_id).first()


def _require_news(review: Review, subject: Subject) -> None:
    if review.round == 0 or review.state not in (ReviewState.WAITING, ReviewState.APPROVED):
        return
    if present_version(review).digest == subject.digest and not stuck(review=review):
        raise AlreadySubmitted


def _due(settings: ReviewSettings, subject: Subject, now: datetime) -> datetime:
    due = now + timedelta(hours=settings.due_hours)
    if subject.goes_out_at is not None and now < subject.goes_out_at < due:
        return subject.goes_out_at
    return due


def _begin(review: Review, subject: Subject, actor: User | None, now: datetime) -> Review:
    if review.round:
        STATES.require(present=ReviewState(review.state), wanted=ReviewState.WAITING)
        Step.objects.filter(version__review=review).exclude(state=StepState.PASSED).update(
            state=StepState.CLOSED
        )
    before = present_version(review) if review.round else None
    changed = before is not None and before.digest != subject.digest
    review.round += 1
    review.state, review.submitted_at, review.settled_at = ReviewState.WAITING, now, None
    review.save()
    version = _version(review, subject, actor, now)
    record(
        organization=review.organization,
        actor=actor,
        action="review.reopened" if changed else "review.submitted",
        subject=review.title,
        now=now,
        details={
            "kind": review.kind,
            "id": review.subject_id,
            "version": version.number,
            "digest": version.digest,
        },
    )
    if reviews_are_off(organization=review.organization):
        settle(version=version, state=ReviewState.APPROVED, actor=None, now=now, why="reviews are off")
    else:
        _open_stages(version, Risk(review.risk))
        if before is not None:
            ask_again(before=before, version=version, actor=actor, now=now)
        telling.reviewers_soon(step=open_step(version), now=now)
        watch_from(review=review, at=review.due_at, now=now)
    return review


def _version(review: Review, subject: Subject, actor: User | None, now: datetime) -> Version:
    return Version.objects.create(
        review=review,
        number=review.round,
        digest=subject.digest,
        parts=[asdict(part) for part in subject.parts],
        href=subject.href,
        unit_id=subject.unit,
        channel=subject.channel,
        campaign=subject.campaign,
        campaign_name=subject.campaign_name[:200],
        goes_out_at=subject.goes_out_at,
        paid=subject.paid,
        author=subject.author,
        changed_by=subject.changed_by,
        submitted_by=actor,
        submitted_at=now,
    )


def _open_stages(version: Version, risk: Risk) -> None:
    organization = version.review.organization
    reach = Reach(unit=version.unit_id, channel=version.channel, campaign=version.campaign, risk=risk)
    for told in who_would(organization=organization, reach=reach, hands=version.hands):
        if not told.possible:
            raise NobodyMayApprove(told.stage.name)
    _write_stages(version, stages_for(organization=organization, reach=reach))


def _write_stages(version: Version, stages: Sequence[PlannedStage]) -> None:
    for order, stage in enumerate(stages):
        state = StepState.OPEN if order == 0 else StepState.AHEAD
        step = Step.objects.create(
            version=version, order=order, name=stage.name, need=stage.need, state=state
        )
        StepSeat.objects.bulk_create(
            StepSeat(
                step=step, kind=seat.kind, role=seat.role, membership_id=seat.membership, unit_id=seat.unit
            )
            for seat in stage.seats
        )
