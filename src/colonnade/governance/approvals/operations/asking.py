"""Partners outside are asked to read a version."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.approvals import telling
from colonnade.governance.approvals.links import new_nonce
from colonnade.governance.approvals.models import Invitation, Need, SeatKind, Step, StepSeat, Version
from colonnade.governance.approvals.operations.guards import locked
from colonnade.governance.approvals.operations.refusals import VersionChanged
from colonnade.governance.approvals.states import StepState
from colonnade.governance.operations import record
from colonnade.organization.models import Membership, User

LASTS = timedelta(days=7)


@transaction.atomic
def invite(
    *, version: Version, name: str, email: str, needed: bool, actor: Membership, now: datetime
) -> Invitation:
    """Ask a partner outside to read the present version; asked again, they get a new link for the old one.

    Args:
        needed: the version is approved only once they have approved it too.

    Raises:
        NotWaiting: where the review waits for nothing.
        VersionChanged: where ``version`` is not the present one.
        ValidationError: where name or address are none.
    """
    _require_address(name, email)
    review = locked(version.review_id)
    if version.number != review.round:
        raise VersionChanged
    fields = {
        "name": name.strip()[:120],
        "nonce": new_nonce(),
        "invited_by": actor.user,
        "invited_at": now,
        "expires_at": now + LASTS,
        "revoked_at": None,
    }
    address = email.strip().lower()
    invitation, _made = Invitation.objects.update_or_create(version=version, email=address, defaults=fields)
    if needed and not invitation.needed:
        _need(invitation)
    note(invitation, "review.partner_asked", actor.user, now)
    telling.partner_soon(invitation=invitation, now=now)
    return invitation


def ask_again(*, before: Version, version: Version, actor: User | None, now: datetime) -> None:
    """Ask those whose approval of an earlier version was needed for that of the new one."""
    for old in before.invitations.filter(needed=True, revoked_at=None):
        invitation = Invitation.objects.create(
            version=version,
            name=old.name,
            email=old.email,
            nonce=new_nonce(),
            invited_by=old.invited_by,
            invited_at=now,
            expires_at=now + LASTS,
        )
        _need(invitation)
        note(invitation, "review.partner_asked", actor, now)
        telling.partner_soon(invitation=invitation, now=now)


def note(invitation: Invitation, action: str, actor: User | None, now: datetime, **more: object) -> None:
    """Write what happened with a partner into the audit trail."""
    record(
        organization=invitation.version.review.organization,
        actor=actor,
        action=action,
        subject=invitation.version.review.title,
        now=now,
        details={
            "partner": invitation.pk,  # the trail is never changed, so it names nobody outside
            "needed": invitation.needed,
            "version": invitation.version.number,
            **more,
        },
    )


def _need(invitation: Invitation) -> None:
    """Add a last step that only this partner can pass; it is named by their seat."""
    invitation.needed = True
    invitation.save(update_fields=["needed"])
    last = invitation.version.steps.last()
    step = Step.objects.create(
        version=invitation.version,
        order=last.order + 1 if last else 0,
        name=_("Partner outside"),
        need=Need.ALL,
        state=StepState.AHEAD,
    )
    StepSeat.objects.create(step=step, kind=SeatKind.OUTSIDE, invitation=invitation)


def _require_address(name: str, email: str) -> None:
    if not name.strip():
        raise ValidationError(_("Say who you ask."))
    validate_email(email.strip())
