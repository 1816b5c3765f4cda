"""Partners outside answer, and are asked no longer."""

from datetime import datetime, timedelta

from django.db import transaction

from colonnade.governance.approvals.links import new_nonce
from colonnade.governance.approvals.models import Comment, Decision, Invitation, Step, StepSeat, Version
from colonnade.governance.approvals.operations.asking import note
from colonnade.governance.approvals.operations.deciding import pass_filled
from colonnade.governance.approvals.operations.guards import locked, require_present
from colonnade.governance.approvals.operations.refusals import (
    NotYoursToEnd,
    ReasonMissing,
    TooOften,
    VersionChanged,
)
from colonnade.governance.approvals.operations.remarks import comment as remark
from colonnade.governance.approvals.queries import present_version
from colonnade.governance.approvals.settling import settle
from colonnade.governance.approvals.states import ReviewState, Verdict
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission

MOST_AN_HOUR = 20
"""Answers and comments that one link takes in an hour."""


@transaction.atomic
def revoke(*, invitation: Invitation, actor: Membership, now: datetime) -> None:
    """End a partner's link at once; where their approval was needed, the version waits for it no longer.

    Raises:
        NotYoursToEnd: where it was needed, and the actor neither asked nor may approve this version.
    """
    version = Version.objects.select_related("review__organization").get(pk=invitation.version_id)
    may_end = actor.may(Permission.APPROVE_CONTENT) and actor.user_id not in version.hands
    if invitation.needed and not may_end and invitation.invited_by_id != actor.user_id:
        raise NotYoursToEnd
    waited = invitation.needed and version.review.state == ReviewState.WAITING
    if waited:
        locked(version.review_id)
        Step.objects.filter(seats__invitation=invitation, seats__filled=False).delete()
    invitation.revoked_at, invitation.needed, invitation.nonce = now, False, new_nonce()
    invitation.save(update_fields=["revoked_at", "needed", "nonce"])
    note(invitation, "review.partner_let_go", actor.user, now)
    if waited and version.number == version.review.round:
        pass_filled(version=version, actor=actor.user, comment="", now=now)


@transaction.atomic
def opened(*, invitation: Invitation, now: datetime) -> None:
    """Note that the partner has opened the link, the first time."""
    if invitation.opened_at is None:
        invitation.opened_at = now
        invitation.save(update_fields=["opened_at"])
        note(invitation, "review.partner_opened", None, now)


@transaction.atomic
def answer(*, invitation: Invitation, name: str, decision: Verdict, comment: str, now: datetime) -> Decision:
    """Note what a partner says of the version; where their approval is needed, it counts.

    Args:
        name: as the person who answers gave it; the link may have been handed on within their house.

    Raises:
        NotWaiting: where the review waits for no decision.
        VersionChanged: where the subject is not what the link shows.
        ReasonMissing: where something is returned without a comment.
        TooOften: where the link was used too often.
    """
    review = locked(invitation.version.review_id)
    version = present_version(review)
    if version.pk != invitation.version_id:
        raise VersionChanged
    require_present(version, version.digest)
    require_pace(invitation, now)
    if decision == Verdict.RETURN and not comment.strip():
        raise ReasonMissing
    said = Decision.objects.create(
        version=version,
        step=Step.objects.filter(seats__invitation=invitation).first(),
        verdict=decision,
        comment=comment.strip(),
        invitation=invitation,
        name=_signed(name, invitation),
        at=now,
    )
    note(invitation, "review.partner_answered", None, now, verdict=decision)
    if invitation.needed:
        _count(said, invitation, version, now)
    return said


@transaction.atomic
def remark_outside(*, invitation: Invitation, name: str, text: str, part: str, now: datetime) -> Comment:
    """Keep a partner's remark. Raises ``ValidationError`` as ``comment``, and ``TooOften``."""
    require_pace(invitation, now)
    return remark(
        version=invitation.version,
        text=text,
        now=now,
        invitation=invitation,
        part=part,
        name=_signed(name, invitation),
    )


def require_pace(invitation: Invitation, now: datetime) -> None:
    """Raise ``TooOften`` where the link was used too often in the last hour."""
    since = now - timedelta(hours=1)
    used = (
        invitation.comments.filter(at__gt=since).count() + invitation.decisions.filter(at__gt=since).count()
    )
    if used >= MOST_AN_HOUR:
        raise TooOften


def _count(said: Decision, invitation: Invitation, version: Version, now: datetime) -> None:
    if said.verdict == Verdict.RETURN:
        settle(
            version=version,
            state=ReviewState.RETURNED,
            actor=None,
            now=now,
            comment=said.comment,
            why=f"returned by partner {invitation.pk}",
        )
        return
    StepSeat.objects.filter(invitation=invitation).update(filled=True)
    pass_filled(version=version, actor=None, comment=said.comment, now=now)


def _signed(name: str, invitation: Invitation) -> str:
    given = " ".join(name.split())[:80] or invitation.name[:80]
    return f"{given} <{invitation.email}>"[:150]
