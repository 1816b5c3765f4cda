"""Evidence of strategies as a place: a claim may quote a post or name an author."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.strategy.models import Evidence


def _theirs(subject: Subject) -> Iterator[Evidence]:
    for evidence in Evidence.objects.filter(organization_id=subject.organization_id).iterator():
        if subject.named_in([evidence.claim, evidence.source]):
            yield evidence


def _count(subject: Subject) -> int:
    return sum(1 for _evidence in _theirs(subject))


def _forget(subject: Subject) -> None:
    Evidence.objects.filter(pk__in=[evidence.pk for evidence in _theirs(subject)]).delete()


PLACES = (Place(key="evidence", label=_("Evidence saved with strategies"), count=_count, forget=_forget),)
