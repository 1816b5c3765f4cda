"""Briefs as a place that keeps what posts said: their evidence."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.promotion.briefs.models import Brief


def _theirs(subject: Subject) -> list[Brief]:
    briefs = Brief.objects.filter(organization_id=subject.organization_id).exclude(evidence=[])
    return [brief for brief in briefs if subject.named_in([brief.evidence, brief.idea])]


def _count(subject: Subject) -> int:
    return len(_theirs(subject))


def _forget(subject: Subject) -> None:
    """Take the evidence that names them out; what the organisation itself wrote stays."""
    for brief in _theirs(subject):
        brief.evidence = [item for item in brief.evidence if not subject.named_in(item)]
        brief.idea = "" if subject.named_in(brief.idea) else brief.idea
        brief.save(update_fields=["evidence", "idea"])


PLACES = (Place(key="briefs", label=_("Evidence of briefs"), count=_count, forget=_forget),)
