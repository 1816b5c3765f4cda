"""What several writes ask first."""

from colonnade.governance.approvals.models import Review, Version
from colonnade.governance.approvals.operations.refusals import NotWaiting, PolicyBlocks, VersionChanged
from colonnade.governance.approvals.queries import findings_of
from colonnade.governance.approvals.states import ReviewState
from colonnade.governance.approvals.subjects import subject_of
from colonnade.governance.policies.checking import blocks


def locked(number: int) -> Review:
    """Return the review that waits for a decision, locked. Raises ``NotWaiting``."""
    reviews = Review.objects.select_for_update(of=("self",)).select_related("organization")
    review = reviews.get(pk=number)
    if review.state != ReviewState.WAITING:
        raise NotWaiting(str(ReviewState(review.state).label))
    return review


def require_present(version: Version, digest: str) -> None:
    """Raise ``VersionChanged`` unless ``digest`` is that of the version and of the subject as it is now."""
    review = version.review
    subject = subject_of(organization=review.organization, kind=review.kind, subject_id=review.subject_id)
    if not digest == version.digest == subject.digest:
        raise VersionChanged


def require_clean(version: Version) -> None:
    """Raise ``PolicyBlocks`` where a rule of the policies in force blocks what the version says."""
    findings = findings_of(version=version)
    if blocks(findings):
        raise PolicyBlocks(findings)
