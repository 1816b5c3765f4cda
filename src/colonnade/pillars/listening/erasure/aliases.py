"""By what sources name posts, as a place: the id of a post may hold its author's name."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from colonnade.channels.models import Alias
from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject


def _theirs(subject: Subject) -> Iterator[Alias]:
    for alias in Alias.objects.filter(channel__organization_id=subject.organization_id).iterator():
        if alias.external_id.casefold() in subject.names:
            yield alias


def _count(subject: Subject) -> int:
    return sum(1 for _alias in _theirs(subject))


def _forget(subject: Subject) -> None:
    Alias.objects.filter(pk__in=[alias.pk for alias in _theirs(subject)]).delete()


PLACES = (Place(key="aliases", label=_("Names that sources give to posts"), count=_count, forget=_forget),)
