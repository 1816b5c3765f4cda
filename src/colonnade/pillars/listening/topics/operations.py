"""Writes: notice what rises."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from colonnade.organization.models import Organization
from colonnade.pillars.listening.topics.models import Topic, Watch
from colonnade.pillars.listening.topics.reading import DAY, Found, earliest, find, latest
from colonnade.pillars.listening.topics.rising import MOST_TERMS, overlap
from colonnade.warehouse.store import Facts

MOST_DAYS = 60
"""Days that one run looks back over, where it has not looked before."""
SAME = 0.5
"""Share of words in common from which a topic found is one that is known."""
REMEMBERED = timedelta(days=3)
"""How long after it last rose a topic can rise again under its name."""

Progress = Callable[[int, int | None, str], None]


def notice(*, organization: Organization, facts: Facts, on_progress: Progress) -> int:
    """Look for rising topics in the days that were not looked at yet, up to the latest post.

    The clock is that of the posts: a file of last year's posts is searched as if its days were going by now.
    Cut off at any point, the next call goes on with the day that was not finished.

    Returns:
        How many topics rise at the end.
    """
    ends = list(_ends(organization, facts))
    rising = 0
    for number, end in enumerate(ends, start=1):
        found = find(facts, until=end)
        rising = len(found)
        _keep(organization=organization, found=found, at=end.replace(tzinfo=UTC))
        on_progress(number, len(ends), "")
    return rising


def _ends(organization: Organization, facts: Facts) -> Iterator[datetime]:
    """Yield the ends of the days to look at: a day apart, the last one at the latest post."""
    begin, last = earliest(facts), latest(facts)
    if begin is None or last is None:
        return
    watch = Watch.objects.filter(organization=organization).first()
    seen = watch.seen_to.replace(tzinfo=None) if watch else begin
    seen = max(min(seen, last), last - MOST_DAYS * DAY)
    while last - seen > DAY:
        seen += DAY
        yield seen
    yield last


@transaction.atomic
def _keep(*, organization: Organization, found: Sequence[Found], at: datetime) -> None:
    """Store what rises in the day that ends at ``at``: under its name where it is known, else as new."""
    known = list(
        Topic.objects.filter(
            organization=organization, last_seen__gte=at - REMEMBERED, noticed_at__lte=at
        ).order_by("noticed_at", "pk")
    )
    for topic in found:
        same = max(known, key=lambda old: _alike(topic, old), default=None)
        if same is None or _alike(topic, same) < SAME:
            _begin(organization, topic, at)
        else:
            known.remove(same)
            _go_on(same, topic, at)
    Watch.objects.update_or_create(organization=organization, defaults={"seen_to": at})


def _alike(found: Found, known: Topic) -> float:
    return overlap(found.terms, [(kind, term) for kind, term in known.terms])


def _begin(organization: Organization, found: Found, at: datetime) -> None:
    Topic.objects.create(
        organization=organization,
        name=found.name,
        terms=[list(term) for term in found.terms],
        first_seen=found.first_seen.replace(tzinfo=UTC),
        noticed_at=at,
        last_seen=at,
        posts=found.posts,
        authors=found.authors,
        expected=found.expected,
        samples=list(found.samples),
    )


def _go_on(known: Topic, found: Found, at: datetime) -> None:
    # The words of its discovery stay in front, so that a topic that drifts is still found by them.
    kept = [tuple(term) for term in known.terms]
    news = [term for term in found.terms if term not in kept]
    known.terms = [list(term) for term in [*kept, *news][:MOST_TERMS]]
    known.last_seen, known.posts, known.authors = at, found.posts, found.authors
    known.expected, known.samples = found.expected, list(found.samples)
    known.save(update_fields=["terms", "last_seen", "posts", "authors", "expected", "samples"])
