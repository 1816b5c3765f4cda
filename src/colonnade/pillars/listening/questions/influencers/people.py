"""The people who are heard, and how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _ as column
from numpy.typing import NDArray

from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.graph import (
    Attention,
    Ints,
    attention_shares,
)
from colonnade.pillars.listening.questions.reactions import reactions
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    Floats,
    Interval,
    percentile_ranks,
)

CANDIDATES = 500
SHRINK = 10
"""Posts at the average reaction that are added to each person's own before the mean is taken."""


@dataclass(frozen=True)
class Person:
    """A candidate influencer.

    Attributes:
        place: position in the graph.
        shown: how the person is shown.
        heard_by: people who write about us and named, answered or follow this one.
        attention: PageRank as a multiple of the average person's.
        followers: reach, None where not known.
        posts: posts about us (relevance).
        resonance: reactions per post about us, shrunk to the average; None where no reactions are known.
        score: 0 to 100, mean percentile rank in attention, reach, relevance and resonance (see ``scores``).
    """

    id: str
    place: int
    shown: str
    heard_by: int
    attention: Interval
    attention_known: bool
    followers: int | None
    posts: int
    resonance: float | None
    score: float

    def as_json(self) -> dict[str, object]:
        """Return the person as JSON values."""
        return {
            "id": self.id,
            "heard_by": self.heard_by,
            "attention": self.attention.as_json(),
            "followers": self.followers,
            "posts": self.posts,
            "resonance": self.resonance,
            "score": round(self.score, 1),
        }


def heard_people(corpus: Corpus, graph: Attention, ours: NDArray[np.bool_], heard: Ints) -> list[Person]:
    """Return the people heard by enough others, the highest score first.

    Attention starts evenly with the people who write about us.
    """
    eligible = np.flatnonzero(heard >= ENOUGH_AUTHORS)
    if not len(eligible):
        return []
    share, low, high = attention_shares(graph, ours / ours.sum())
    places = eligible[np.argsort(-share[eligible], kind="stable")][:CANDIDATES]
    known = _known(corpus, [graph.people[place] for place in places])
    scale = len(graph.people)
    figures = [known.get(graph.people[place], {}) for place in places]
    average = _average_reactions(figures)
    reach = [_integer(row.get("followers")) for row in figures]
    posts = [_integer(row.get("posts")) or 0 for row in figures]
    resonance = [_resonance(row, average) for row in figures]
    ranked = scores(share[places], reach, posts, resonance)
    people = [
        Person(
            id=graph.people[place],
            place=int(place),
            shown=_shown(graph.people[place], figures[number]),
            heard_by=int(heard[place]),
            attention=_scaled(place, scale, share, low, high),
            attention_known=low is not None,
            followers=reach[number],
            posts=posts[number],
            resonance=resonance[number],
            score=float(ranked[number]),
        )
        for number, place in enumerate(places)
    ]
    return sorted(people, key=lambda person: (-person.score, person.id))


def _scaled(place: int, scale: int, share: Floats, low: Floats | None, high: Floats | None) -> Interval:
    value = float(share[place]) * scale
    if low is None or high is None:
        return Interval(value, value, value)
    return Interval(value, float(low[place]) * scale, float(high[place]) * scale)


def writers(corpus: Corpus, graph: Attention) -> NDArray[np.bool_]:
    """Return which people of the graph write about us; shape (people,)."""
    authors = corpus.run(corpus.about_us.select("author_id").distinct())["author_id"]
    writes = pc.is_in(pa.array(graph.people, pa.string()), value_set=authors.combine_chunks())
    return np.asarray(writes.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _known(corpus: Corpus, ids: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return handle, name, followers, posts about us and reactions of the people who ever wrote."""
    everyone = corpus.facts.mentions
    theirs = everyone.filter(everyone.author_id.isin(list(ids)))
    about = corpus.about_us.filter(column.author_id.isin(list(ids)))
    profile = theirs.group_by("author_id").aggregate(
        handle=column.author_handle.max(),
        name=column.author_name.max(),
        followers=column.author_followers.max(),
    )
    scored = about.select("author_id", score=reactions(about))
    posts = scored.group_by("author_id").aggregate(
        posts=column.count(), reacted=column.score.count(), reactions=column.score.sum()
    )
    found: dict[str, dict[str, object]] = {}
    for row in [*corpus.rows(profile), *corpus.rows(posts)]:
        found.setdefault(str(row["author_id"]), {}).update(row)
    return found


def _integer(value: object) -> int | None:
    return None if value is None else int(str(value))


def _shown(person_id: str, row: Mapping[str, object]) -> str:
    handle = row.get("handle") or person_id.partition(":")[2]
    return f"@{handle}" if handle else person_id


def _average_reactions(figures: Sequence[Mapping[str, object]]) -> float | None:
    posts = sum(_integer(row.get("reacted")) or 0 for row in figures)
    return sum(_integer(row.get("reactions")) or 0 for row in figures) / posts if posts else None


def _resonance(row: Mapping[str, object], average: float | None) -> float | None:
    reacted = _integer(row.get("reacted")) or 0
    if average is None or not reacted:
        return None
    return ((_integer(row.get("reactions")) or 0) + SHRINK * average) / (reacted + SHRINK)


def scores(
    attention: Floats, reach: Sequence[int | None], posts: Sequence[int], resonance: Sequence[float | None]
) -> Floats:
    """Return the mean of each person's percentile ranks, 0 to 100.

    A figure that is not known of one person counts as the middle; one that is known of nobody is left out.
    """
    unknown = float("nan")
    parts = np.array(
        [
            attention,
            [unknown if figure is None else figure for figure in reach],
            posts,
            [unknown if figure is None else figure for figure in resonance],
        ],
        dtype=np.float64,
    )
    known = ~np.isnan(parts)
    used = known.any(axis=1)
    ranks = np.full(parts.shape, 50.0)
    for part in np.flatnonzero(used):
        figures = parts[part][known[part]]
        ranks[part][known[part]] = percentile_ranks(figures)
    return np.asarray(ranks[used].mean(axis=0), dtype=np.float64)
