"""Reads of erasures, and what one would remove."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.erasure.finding import (
    Person,
    find_people,
    named_by_others,
    subject_of,
)
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.places import places
from colonnade.warehouse.store import Facts


def erasures_of(*, organization: Organization) -> QuerySet[Erasure]:
    """Return the organisation's erasures, newest first."""
    return Erasure.objects.filter(organization=organization).select_related("actor")


def job_of(*, erasure: Erasure) -> Job | None:
    """Return the job that works, or worked last, on an erasure; None where it was never sent to one."""
    return Job.objects.filter(pk=erasure.job_id).first() if erasure.job_id else None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What an erasure would remove, searched in every place.

    Attributes:
        people: the authors it means.
        posts: how many posts it means, the authors' own included.
        places: things found, by the place's label.
        named_by_others: posts of other people that name the authors, and stay.
    """

    people: Sequence[Person]
    posts: int
    places: Sequence[tuple[str | Promise, int]]
    named_by_others: int


def preview(*, erasure: Erasure, facts: Facts) -> Preview:
    """Search every place for what a draft means; nothing is changed."""
    subject = subject_of(facts, authors=erasure.authors, mentions=erasure.mentions)
    return Preview(
        people=find_people(facts, erasure.authors),
        posts=len(subject.mentions),
        places=[(place.label, place.count(subject)) for place in places()],
        named_by_others=named_by_others(facts, subject),
    )


def counted(counts: Mapping[str, int]) -> list[tuple[str | Promise, int]]:
    """Return a receipt's counts by the place's label, in the order of the places."""
    return [(place.label, counts[place.key]) for place in places() if place.key in counts]
