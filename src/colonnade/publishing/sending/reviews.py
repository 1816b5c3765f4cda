"""Whether the review of a publication still stands at the moment in which it is sent."""

from colonnade.governance.approvals.queries import reviews_of, standing
from colonnade.governance.approvals.states import Standing
from colonnade.publishing.models import REVIEWED_AS, Publication


def review_stands(publication: Publication) -> bool:
    """Return whether exactly this content is approved; what was never in a review needs none."""
    subject = {"kind": REVIEWED_AS, "subject_id": str(publication.pk)}
    if not reviews_of(organization=publication.organization).filter(**subject).exists():
        return True
    found = standing(organization=publication.organization, digest=publication.digest, **subject)
    return found == Standing.APPROVED
