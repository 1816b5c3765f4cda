"""What is used more now than before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ibis import _ as column

from colonnade.pillars.listening.questions.columns import sampled
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    ENOUGH_POSTS,
)
from colonnade.pillars.listening.questions.what.terms import (
    LISTED,
    POSTS_READ,
    Term,
    count_authors,
    frequent,
    leading,
    terms_within,
    whole,
)

RECENT = 0.25
"""Share of the stored time that counts as recent where no period is asked for."""


@dataclass(frozen=True)
class Rising:
    """Terms used more now than before.

    Attributes:
        people: how many used each term now, the surest first; its ``ours`` counts posts of now.
        split: first day of now.
    """

    people: Mapping[Term, int]
    posts_now: int
    posts_before: int
    split: date


def find_rising(corpus: Corpus) -> Rising | None:
    """Compare the period with the one before it, or the last quarter of all time with what was earlier."""
    split = _split(corpus)
    if split is None:
        return None
    wide, day = split
    risen = risen_since(wide, day, least_posts=ENOUGH_POSTS, least_people=ENOUGH_AUTHORS)
    return None if risen is None else replace(risen, people=dict(list(risen.people.items())[:LISTED]))


def risen_since(wide: Corpus, day: date, *, least_posts: int, least_people: int) -> Rising | None:
    """Return the terms that posts hold more often from ``day`` on than before, beyond chance.

    They are compared by log-odds (``statistics.contrast``), in a sample where there are very many posts.

    Args:
        wide: posts from both sides of ``day``.
        least_posts: where either side has fewer, None is returned.
        least_people: terms that fewer people used from ``day`` on are left out.
    """
    posts = sampled(wide.about_us, total=wide.extent.posts, most=POSTS_READ)
    posts = posts.select("mention_id", "author_id", now=column.published_at >= wide.starts(day))
    sizes = wide.rows(
        posts.aggregate(now=column.count(where=column.now), before=column.count(where=~column.now))
    )[0]
    now, before = whole(sizes["now"]), whole(sizes["before"])
    if min(now, before) < least_posts:
        return None
    held = terms_within(wide, wide.extent.posts).inner_join(posts, "mention_id")
    held = wide.taken(held.drop("mention_id"))
    counted = held.group_by("kind", "term").aggregate(
        ours=column.count(where=column.now), theirs=column.count(where=~column.now)
    )
    terms = frequent(wide, counted)
    found = leading(
        terms,
        ours=[term.ours for term in terms],
        theirs=[term.theirs for term in terms],
        our_posts=now,
        their_posts=before,
    )
    authors = count_authors(wide, held.filter(column.now), list(found))
    people = {term: authors.get((term.kind, term.term), 0) for term in found}
    enough = {term: count for term, count in people.items() if count >= least_people}
    return Rising(enough, now, before, day)


def _split(corpus: Corpus) -> tuple[Corpus, date] | None:
    """Return posts that span both periods and the first day of the later; None where there is no earlier."""
    before, since = corpus.filters.period_before(), corpus.filters.since
    if before is not None and since is not None:
        return corpus.under(corpus.filters.with_(since=before.since)), since
    extent = corpus.extent
    if extent.first is None or extent.last is None:
        return None
    first, last = corpus.day(extent.first), corpus.day(extent.last)
    days = (last - first).days + 1
    if days < 2:
        return None
    return corpus, last - timedelta(days=max(1, round(days * RECENT)) - 1)
