"""The signed link by which a partner outside reads one version.

The link holds the invitation's number and its nonce under a signature, so that nobody can make one up and no
lookup is done for one who tries. Another nonce, a revocation, the date, or another version ends it.
"""

from datetime import datetime
from secrets import token_urlsafe

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from colonnade.governance.approvals.models import Invitation

_SIGNER = Signer(salt="colonnade.approvals.invitation")


class NoSuchLink(LookupError):
    """The link was never given out, or another has taken its place."""


class LinkEnded(Exception):
    """The link worked once and does not any more; the message tells the partner why."""


def new_nonce() -> str:
    """Return what makes a link unlike any other: 128 random bits."""
    return token_urlsafe(16)


def link_to(invitation: Invitation) -> str:
    """Return the path of the invitation's page."""
    token = _SIGNER.sign(f"{invitation.pk}.{invitation.nonce}")
    return reverse("outside:review", kwargs={"token": token})


def invitation_by(*, token: str, now: datetime) -> Invitation:
    """Return the invitation that a link leads to, with its version, review and organisation.

    Raises:
        NoSuchLink: where the signature is wrong, or the invitation has another link now.
        LinkEnded: where it was revoked, has expired, or is about an earlier version.
    """
    try:
        number, _dot, nonce = _SIGNER.unsign(token).partition(".")
    except BadSignature:
        raise NoSuchLink from None
    invitations = Invitation.objects.select_related("version__review__organization", "invited_by")
    found = invitations.filter(pk=int(number), nonce=nonce).first()
    if found is None:
        raise NoSuchLink
    if found.revoked_at is not None:
        raise LinkEnded(_("This link was withdrawn."))
    if found.expires_at <= now:
        raise LinkEnded(_("This link has expired."))
    if found.version.number != found.version.review.round:
        raise LinkEnded(
            _("What you were asked to read has been changed since. You are sent a new link if needed.")
        )
    return found
