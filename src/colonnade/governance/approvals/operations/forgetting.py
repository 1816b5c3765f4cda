"""A partner outside is forgotten."""

from datetime import datetime

from django.db import transaction

from colonnade.governance.approvals.links import new_nonce
from colonnade.governance.approvals.models import Comment, Decision, Invitation
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User


@transaction.atomic
def forget_partner(*, organization: Organization, email: str, actor: User | None, now: datetime) -> int:
    """Forget who a partner was, and the words they wrote; that somebody approved or returned stays.

    Their links end. The audit trail names them by a number only. Done twice it changes nothing more.

    Returns:
        How many invitations named them.
    """
    theirs = Invitation.objects.filter(
        version__review__organization=organization, email=email.strip().lower()
    )
    numbers = list(theirs.values_list("pk", flat=True))
    Decision.objects.filter(invitation__in=numbers).update(name="", comment="")
    Comment.objects.filter(invitation__in=numbers).update(name="", text="")
    for number in numbers:
        Invitation.objects.filter(pk=number).update(
            name="", email=f"{number}@forgotten.invalid", nonce=new_nonce(), revoked_at=now
        )
    record(
        organization=organization,
        actor=actor,
        action="review.partner_forgotten",
        subject=organization.name,
        now=now,
        details={"invitations": len(numbers)},
    )
    return len(numbers)
