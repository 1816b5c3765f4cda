"""Background work: people are told by mail, and a slow mail server holds nobody up."""

from datetime import datetime

from colonnade.core.jobs import operations as queue
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.governance.approvals import mailing
from colonnade.governance.approvals.models import Invitation, Step, Version
from colonnade.governance.approvals.states import ReviewState, StepState


@job(max_attempts=10, first_retry=30)
def tell_reviewers(context: JobContext, *, organization_id: int, step_id: int, reminder: bool = False) -> int:
    """Tell those whose turn it is, unless it is over already. Returns how many mails were sent."""
    steps = Step.objects.select_related("version__review__organization", "version__submitted_by")
    step = steps.filter(
        pk=step_id, state=StepState.OPEN, version__review__organization_id=organization_id
    ).first()
    return mailing.send(mailing.turn_mails(step=step, reminder=reminder)) if step else 0


@job(max_attempts=10, first_retry=30)
def tell_author(context: JobContext, *, organization_id: int, version_id: int) -> int:
    """Tell the author how the review ended. Returns how many mails were sent."""
    versions = Version.objects.select_related("review__organization", "author", "submitted_by")
    version = versions.filter(pk=version_id, review__organization_id=organization_id).first()
    if version is None or version.review.state == ReviewState.WAITING:
        return 0
    return mailing.send(mailing.outcome_mails(version=version))


@job(max_attempts=10, first_retry=30)
def ask_partner(context: JobContext, *, organization_id: int, invitation_id: int) -> int:
    """Ask a partner outside to read a version. Returns how many mails were sent."""
    invitations = Invitation.objects.select_related("version__review__organization", "invited_by")
    invitation = invitations.filter(
        pk=invitation_id, revoked_at=None, version__review__organization_id=organization_id
    ).first()
    return mailing.send([mailing.invitation_mail(invitation=invitation)]) if invitation else 0


def reviewers_soon(*, step: Step, now: datetime, reminder: bool = False) -> None:
    """Put the mails to those whose turn it is in the queue; a second call changes nothing."""
    organization = step.version.review.organization_id
    queue.enqueue(
        tell_reviewers,
        kwargs={"organization_id": organization, "step_id": step.pk, "reminder": reminder},
        now=now,
        key=f"{step.pk} {reminder}",
    )


def author_soon(*, version: Version, now: datetime) -> None:
    """Put the mail on a review's end in the queue."""
    organization = version.review.organization_id
    queue.enqueue(tell_author, kwargs={"organization_id": organization, "version_id": version.pk}, now=now)


def partner_soon(*, invitation: Invitation, now: datetime) -> None:
    """Put the mail to a partner in the queue, once for each link."""
    organization = invitation.version.review.organization_id
    queue.enqueue(
        ask_partner,
        kwargs={"organization_id": organization, "invitation_id": invitation.pk},
        now=now,
        key=f"{invitation.pk} {invitation.nonce}",
    )
