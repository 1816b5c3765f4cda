"""Somebody remarks on a version."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.approvals.models import Comment, Invitation, Version
from colonnade.governance.operations import record
from colonnade.organization.models import Membership

LONGEST = 4000
"""Characters of a comment."""


@transaction.atomic
def comment(
    *,
    version: Version,
    text: str,
    now: datetime,
    actor: Membership | None = None,
    invitation: Invitation | None = None,
    part: str = "",
    name: str = "",
) -> Comment:
    """Remark on a version, as a member or as a partner outside; the remark stays with that version.

    Args:
        part: label of the part it is about; empty for the whole.
        name: who remarks, where it is not a member.

    Raises:
        ValidationError: where the text is empty or too long, or the version has no such part.
    """
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise ValidationError(_("Write a comment of at most %(most)d characters.") % {"most": LONGEST})
    if part and part not in {one["label"] for one in version.parts}:
        raise ValidationError(_("There is no part “%(part)s”.") % {"part": part})
    signed = str(actor.user) if actor else name
    made = Comment.objects.create(
        version=version,
        part=part,
        text=said,
        by=actor.user if actor else None,
        invitation=invitation,
        name=signed[:150],
        at=now,
    )
    record(
        organization=version.review.organization,
        actor=actor.user if actor else None,
        action="review.commented",
        subject=version.review.title,
        now=now,
        details={"version": version.number, "partner": invitation.pk if invitation else None},
    )
    return made
