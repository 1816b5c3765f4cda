"""Reads: a person's path, and how many touches there were."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from colonnade.audience.touches.models import KnownVisitor, Touch
from colonnade.organization.models import Organization


def timeline(*, organization: Organization, person: str = "", visitor: str = "") -> QuerySet[Touch]:
    """Return a person's touches, oldest first, with where each came from.

    With a person come the touches of every browser that turned out to be theirs; with neither, none.
    """
    whose = Q(pk__in=())
    if person:
        visitors = KnownVisitor.objects.filter(organization=organization, person=person)
        whose |= Q(person=person) | Q(visitor__in=list(visitors.values_list("visitor", flat=True)))
    if visitor:
        whose |= Q(visitor=visitor)
    return Touch.objects.filter(whose, organization=organization).select_related("source")


def touches_of_people(*, organization: Organization, persons: Collection[str]) -> QuerySet[Touch]:
    """Return the touches of persons, and of the browsers that turned out to be theirs."""
    visitors = KnownVisitor.objects.filter(organization=organization, person__in=persons)
    whose = Q(person__in=persons) | Q(visitor__in=list(visitors.values_list("visitor", flat=True)))
    return Touch.objects.filter(whose, organization=organization)
