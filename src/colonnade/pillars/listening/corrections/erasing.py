"""Corrections as a place that keeps what was said of posts."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.corrections.models import Correction
from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject


def _theirs(subject: Subject) -> QuerySet[Correction]:
    return Correction.objects.filter(
        organization_id=subject.organization_id, mention_id__in=sorted(subject.mentions)
    )


def _count(subject: Subject) -> int:
    return _theirs(subject).count()


def _forget(subject: Subject) -> None:
    _theirs(subject).delete()


PLACES = (
    Place(key="corrections", label=_("Corrections of sentiment"), count=_count, forget=_forget, at_once=True),
)
