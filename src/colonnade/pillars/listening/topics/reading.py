"""What ``rising`` works on, fetched from the warehouse."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _ as column
from numpy.typing import NDArray
from scipy.sparse import csr_array

from colonnade.pillars.listening.topics.rising import (
    ENOUGH_AUTHORS,
    LEAST_DAYS,
    MOST_TERMS,
    NAME_WORDS,
    Floats,
    groups,
    rise,
    rising,
    surprise,
)
from colonnade.warehouse.store import Facts

DAY = timedelta(days=1)
DAYS_BEFORE = 28
MOST_CANDIDATES = 2_000
"""Words, the most used first, that are compared with the days before."""
SAMPLES = 3

Term = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A topic found to rise in one day.

    Attributes:
        terms: kind and term, the most telling first.
        first_seen: when the first of the posts was published (UTC, without zone).
        posts, authors: how many posts hold one of the words, and how many people wrote them.
        expected: posts that the days before led to expect of its most telling word, in proportion.
        samples: ids of posts, those with most of the words first.
    """

    terms: tuple[Term, ...]
    first_seen: datetime
    posts: int
    authors: int
    expected: float
    samples: tuple[str, ...]

    @property
    def name(self) -> str:
        """The most telling words."""
        return " · ".join(f"#{term}" if kind == "hashtag" else term for kind, term in self.terms[:NAME_WORDS])


@dataclass(frozen=True)
class Candidates:
    """Words of a day that enough people use: how many posts hold each, and how many people wrote those."""

    terms: list[Term]
    posts: Floats
    authors: Floats


def find(facts: Facts, *, until: datetime) -> list[Found]:
    """Return the topics that rise in the day up to ``until`` (UTC, without zone), the largest first."""
    begin = until - DAY
    day = _between(facts, begin, until)
    candidates = _candidates(facts, day)
    volumes = _volumes(facts, begin)
    if not candidates.terms or np.count_nonzero(volumes) < LEAST_DAYS:
        return []
    full = volumes > 0
    before = _before(facts, candidates.terms, begin)[full]
    volume = float(facts.run(day.count())[0][0].as_py())
    compared = rise(candidates.posts, volume, before, volumes[full])
    chosen = np.flatnonzero(rising(candidates.posts, candidates.authors, compared))
    if not len(chosen):
        return []
    telling = surprise(candidates.posts[chosen], compared.expected[chosen])
    chosen = chosen[np.argsort(-telling, kind="stable")]
    return _topics(
        _Holding(facts, day, [candidates.terms[number] for number in chosen]), compared.expected[chosen]
    )


def latest(facts: Facts) -> datetime | None:
    """Return when the latest post was published (UTC, without zone), or None where there is no post."""
    found: datetime | None = facts.run(facts.mentions.published_at.max())[0][0].as_py()
    return found


def earliest(facts: Facts) -> datetime | None:
    """Return when the earliest post was published (UTC, without zone), or None where there is no post."""
    found: datetime | None = facts.run(facts.mentions.published_at.min())[0][0].as_py()
    return found


def _between(facts: Facts, begin: datetime, end: datetime) -> ibis.Table:
    """Return the posts published after ``begin`` and not after ``end``, spam left out."""
    mentions = facts.mentions
    return mentions.filter(
        mentions.published_at > ibis.timestamp(begin),
        mentions.published_at <= ibis.timestamp(end),
        ~mentions.intents.fill_null("").contains("spam"),
    )


def _used(facts: Facts, posts: ibis.Table) -> ibis.Table:
    named = facts.terms.filter(column.kind != "handle")
    return named.inner_join(posts.select("mention_id", "author_id", "published_at"), "mention_id")


def _candidates(facts: Facts, day: ibis.Table) -> Candidates:
    counted = (
        _used(facts, day)
        .group_by("kind", "term")
        .aggregate(posts=column.count(), authors=column.author_id.nunique())
    )
    enough = counted.filter(counted.authors >= ENOUGH_AUTHORS)
    found = facts.run(enough.order_by(ibis.desc("authors"), "kind", "term").limit(MOST_CANDIDATES))
    return Candidates(
        list(zip(found["kind"].to_pylist(), found["term"].to_pylist(), strict=True)),
        found["posts"].to_numpy().astype(np.float64),
        found["authors"].to_numpy().astype(np.float64),
    )


def _days_back(moment: ibis.expr.types.TimestampColumn, begin: datetime) -> ibis.expr.types.IntegerColumn:
    """Return how many whole days before ``begin`` a moment lies: 0 for the day that ends then."""
    seconds = int((begin - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001  facts are UTC without a zone
    return (seconds - moment.epoch_seconds()) // int(DAY.total_seconds())


def _volumes(facts: Facts, begin: datetime) -> Floats:
    """Return the posts of each of the days before ``begin``, the latest first, shape (DAYS_BEFORE,)."""
    posts = _between(facts, begin - DAYS_BEFORE * DAY, begin - timedelta(microseconds=1))
    back = _days_back(posts.published_at, begin)
    found = facts.run(posts.group_by(back=back).aggregate(posts=column.count()))
    volumes = np.zeros(DAYS_BEFORE)
    volumes[found["back"].to_numpy().clip(0, DAYS_BEFORE - 1)] = found["posts"].to_numpy()
    return volumes


def _before(facts: Facts, terms: list[Term], begin: datetime) -> Floats:
    """Return how many posts held each term on each earlier day, shape (DAYS_BEFORE, terms)."""
    posts = _between(facts, begin - DAYS_BEFORE * DAY, begin - timedelta(microseconds=1))
    used = _used(facts, posts).filter(column.term.isin(sorted({term for _kind, term in terms})))
    back = _days_back(used.published_at, begin)
    found = facts.run(used.group_by("kind", "term", back=back).aggregate(posts=column.count()))
    places = _places(found, terms)
    known = places >= 0
    counts = np.zeros((DAYS_BEFORE, len(terms)))
    days = found["back"].to_numpy().clip(0, DAYS_BEFORE - 1)
    counts[days[known], places[known]] = found["posts"].to_numpy()[known]
    return counts


def _places(rows: pa.Table, terms: list[Term]) -> NDArray[np.int64]:
    """Return where each row's kind and term stand in ``terms``; -1 for those that are not there."""
    spelt = pc.binary_join_element_wise(rows["kind"], rows["term"], " ")
    found = pc.index_in(spelt, value_set=pa.array([" ".join(term) for term in terms], pa.string()))
    places: NDArray[np.int64] = pc.fill_null(found, -1).to_numpy().astype(np.int64)
    return places


class _Holding:
    """Which posts of a day hold which rising terms."""

    def __init__(self, facts: Facts, day: ibis.Table, terms: list[Term]) -> None:
        self.terms = terms
        used = _used(facts, day).filter(column.term.isin(sorted({term for _kind, term in terms})))
        rows = facts.run(used.order_by("published_at", "mention_id"))
        places = _places(rows, terms)
        rows, places = rows.filter(pa.array(places >= 0)), places[places >= 0]
        ids = pc.unique(rows["mention_id"])
        numbers = pc.index_in(rows["mention_id"], value_set=ids).to_numpy()
        shape = (len(ids), len(terms))
        self.matrix = csr_array((np.ones(len(places)), (numbers, places)), shape=shape)
        self.ids: list[str] = ids.to_pylist()
        _, first = np.unique(numbers, return_index=True)
        self.published: list[datetime] = rows["published_at"].take(pa.array(first)).to_pylist()
        self.authors: list[str | None] = rows["author_id"].take(pa.array(first)).to_pylist()

    def topic(self, members: NDArray[np.int64], expected: float) -> Found:
        """Return the topic of the terms ``members``, columns in the order of how telling they are."""
        said = np.asarray(self.matrix[:, members].sum(axis=1)).ravel()
        about = np.flatnonzero(said)
        telling = about[np.argsort(-said[about], kind="stable")]
        return Found(
            terms=tuple(self.terms[number] for number in members[:MOST_TERMS]),
            first_seen=min(self.published[number] for number in about),
            posts=len(about),
            authors=len({self.authors[number] or self.ids[number] for number in about}),
            expected=expected,
            samples=tuple(self.ids[number] for number in telling[:SAMPLES]),
        )


def _topics(holding: _Holding, expected: Floats) -> list[Found]:
    found = [
        holding.topic(np.sort(members), float(expected[members].max())) for members in groups(holding.matrix)
    ]
    return sorted(found, key=lambda topic: (-topic.posts, topic.terms))
