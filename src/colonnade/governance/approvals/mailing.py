"""Mails about reviews: it is your turn, it is decided, please read this."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.governance.approvals.links import link_to
from colonnade.governance.approvals.models import Decision, Invitation, Step, Version
from colonnade.governance.approvals.queries import may_fill
from colonnade.governance.approvals.states import ReviewState
from colonnade.organization.links import org_reverse


def public(path: str) -> str:
    """Return an address that works in a mail; the bare path where the server's public address is not set."""
    return settings.PUBLIC_URL.rstrip("/") + path


def turn_mails(*, step: Step, reminder: bool) -> list[EmailMessage]:
    """Return a mail to each person who may fill an empty seat of the open step."""
    version = step.version
    review = version.review
    subject = _("Reminder: “%(title)s” waits for you") if reminder else _("“%(title)s” waits for you")
    body = render_to_string(
        "approvals/mail/turn.txt",
        {
            "review": review,
            "version": version,
            "step": step,
            "address": public(org_reverse("approvals:review", review.organization, review=review.pk)),
        },
    )
    return [
        _mail(subject % {"title": review.title}, body, member.user.email) for member in may_fill(step=step)
    ]


def outcome_mails(*, version: Version) -> list[EmailMessage]:
    """Return a mail to those who wrote and submitted the version, unless they brought it about themselves."""
    review = version.review
    people = {person.email: person for person in (version.author, version.submitted_by) if person is not None}
    last = Decision.objects.filter(version=version).last()
    if last is not None and last.by is not None:
        people.pop(last.by.email, None)
    subject = str(_OUTCOMES[ReviewState(review.state)]) % {"title": review.title}
    body = render_to_string(
        "approvals/mail/outcome.txt",
        {
            "review": review,
            "label": ReviewState(review.state).label,
            "decision": last,
            "address": public(org_reverse("approvals:review", review.organization, review=review.pk)),
        },
    )
    return [_mail(subject, body, person.email) for person in people.values() if person.is_active]


_OUTCOMES = {
    ReviewState.WAITING: gettext_lazy("“%(title)s” waits"),
    ReviewState.APPROVED: gettext_lazy("“%(title)s” is approved"),
    ReviewState.RETURNED: gettext_lazy("“%(title)s” was returned to you"),
    ReviewState.EXPIRED: gettext_lazy("Nobody decided on “%(title)s” in time"),
    ReviewState.WITHDRAWN: gettext_lazy("“%(title)s” was withdrawn"),
}


def invitation_mail(*, invitation: Invitation) -> EmailMessage:
    """Return the mail that asks a partner outside to read a version."""
    review = invitation.version.review
    body = render_to_string(
        "approvals/mail/invitation.txt",
        {
            "invitation": invitation,
            "organization": review.organization,
            "review": review,
            "address": public(link_to(invitation)),
        },
    )
    subject = _("%(organization)s asks you to read “%(title)s”")
    said = {"organization": review.organization, "title": review.title}
    return _mail(subject % said, body, invitation.email)


def _mail(subject: str, body: str, address: str) -> EmailMessage:
    return EmailMessage(
        subject=" ".join(subject.split())[:150],
        body=body,
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def send(mails: Sequence[EmailMessage]) -> int:
    """Send mails over one connection; return how many were sent. Raises ``OSError`` where that fails."""
    if not mails:
        return 0
    return get_connection().send_messages(list(mails)) or 0
