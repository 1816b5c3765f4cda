"""Reads: who is known, and as what."""

from django.db.models import Count, Max, Q, QuerySet

from colonnade.audience.models import KnownPerson, Relation
from colonnade.organization.models import Organization


def people_of(*, organization: Organization, text: str = "", relation: str = "") -> QuerySet[KnownPerson]:
    """Return the known people.

    Args:
        text: contained in the handle, the name or the segment; empty for any.
        relation: a value of ``Relation``; empty for any.
    """
    found = KnownPerson.objects.filter(organization=organization)
    if relation:
        found = found.filter(relation=relation)
    if text:
        found = found.filter(
            Q(handle__icontains=text.lstrip("@")) | Q(name__icontains=text) | Q(segment__icontains=text)
        )
    return found


def counted(*, organization: Organization) -> dict[Relation, int]:
    """Return how many people are known as what, those that there are."""
    rows = (
        KnownPerson.objects.filter(organization=organization)
        .order_by()
        .values_list("relation")
        .annotate(people=Count("pk"))
    )
    found = {Relation(relation): people for relation, people in rows}
    return {relation: found[relation] for relation in Relation if relation in found}


def known_as(*, organization: Organization) -> list[str]:
    """Return what people are known as: the relations in use, then the segments."""
    found = KnownPerson.objects.filter(organization=organization).order_by()
    pairs = list(found.values_list("relation", "segment").distinct())
    relations = {relation for relation, _segment in pairs}
    segments = {segment for _relation, segment in pairs if segment}
    return [*(one.value for one in Relation if one.value in relations), *sorted(segments)]


def accounts_of(*, organization: Organization) -> list[tuple[str, str, str, str]]:
    """Return channel, handle, relation and segment of everybody who is known."""
    found = KnownPerson.objects.filter(organization=organization).order_by()
    return list(found.values_list("channel", "handle", "relation", "segment"))


def state_of(*, organization: Organization) -> str:
    """Return a word that changes whenever who is known does: until then, what was worked out stays good."""
    state = KnownPerson.objects.filter(organization=organization).aggregate(
        people=Count("pk"), changed=Max("changed_at"), newest=Max("pk")
    )
    return f"{state['people']}-{state['newest']}-{state['changed']}"
