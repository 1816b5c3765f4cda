"""Touches as a place of erasure: the path of a person who is named by their e-mail address."""

from django.utils.translation import gettext_lazy as _

from colonnade.audience.touches.identity import person_key
from colonnade.audience.touches.operations import forget_people
from colonnade.audience.touches.queries import touches_of_people
from colonnade.organization.models import Organization
from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.erasure.subject import Subject


def _persons(subject: Subject) -> list[str]:
    ours = Organization(pk=subject.organization_id)
    return [person_key(ours, "mail", name) for name in sorted(subject.names | subject.handles) if "@" in name]


def _count(subject: Subject) -> int:
    ours = Organization(pk=subject.organization_id)
    return touches_of_people(organization=ours, persons=_persons(subject)).count()


def _forget(subject: Subject) -> None:
    forget_people(organization=Organization(pk=subject.organization_id), persons=_persons(subject))


PLACES = (Place(key="touches", label=_("Touches of a person"), count=_count, forget=_forget),)
