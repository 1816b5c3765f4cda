"""The people we know as a place: who an account is to the organisation."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from colonnade.audience.models import KnownPerson
from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject


def _theirs(subject: Subject) -> QuerySet[KnownPerson]:
    accounts = {tuple(author.casefold().split(":", 1)) for author in subject.authors if ":" in author}
    near = KnownPerson.objects.filter(
        organization_id=subject.organization_id, handle__in=sorted({handle for _channel, handle in accounts})
    )
    found = [person.pk for person in near if (person.channel, person.handle) in accounts]
    return KnownPerson.objects.filter(organization_id=subject.organization_id, pk__in=found)


def _count(subject: Subject) -> int:
    return _theirs(subject).count()


def _forget(subject: Subject) -> None:
    _theirs(subject).delete()


PLACES = (Place(key="people", label=_("People we know"), count=_count, forget=_forget),)
