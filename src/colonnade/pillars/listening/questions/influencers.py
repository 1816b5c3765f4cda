"""Who are the key influencers?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ibis import _ as column
from numpy.typing import NDArray

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Row, Table
from colonnade.pillars.listening.questions.bots import likely_bots
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.graph import (
    Attention,
    Ints,
    Portfolio,
    Reach,
    attention_shares,
)
from colonnade.pillars.listening.questions.reactions import reactions
from colonnade.pillars.listening.questions.shapes import insufficient
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    ENOUGH_POSTS,
    Floats,
    Interval,
    percentile_ranks,
)
from colonnade.ui.charts import Chart, Series

KEY = "influencers"
CANDIDATES = 500
LISTED = 25
PORTFOLIO = 10
LARGEST = 0.1
"""Share of the candidates, those heard by most, that are no longer mid-size."""
SHRINK = 10
"""Posts at the average reaction that are added to each person's own before the mean is taken."""


def title() -> str:
    """Return the question in words."""
    return _("Who are the key influencers?")


def answer(corpus: Corpus) -> Answer:
    """Return the people who are heard in this talk, and a group of mid-size ones who together reach many."""
    if corpus.extent.posts < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
    graph = attention_graph(corpus)
    ours = _writers(corpus, graph)
    heard = graph.heard_by(ours)
    people = _people(corpus, graph, ours, heard)
    caveats = (*wording.standing_caveats(corpus), *_caveats(people))
    if not people:
        return Answer(
            question=KEY,
            title=title(),
            sentence=_nobody(corpus, heard),
            n=corpus.extent.posts,
            filters=corpus.filters,
            enough=False,
            caveats=caveats,
            facts={"people": len(graph.people), "ties": len(graph.source), "influencers": []},
        )
    bots = likely_bots(corpus, [person.id for person in people[: LISTED * 2]])
    picked = _pick(graph, people, bots)
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, people, picked),
        n=corpus.extent.posts,
        filters=corpus.filters,
        caveats=caveats,
        charts=_charts(corpus, people),
        tables=(_people_table(corpus, people, bots), *_portfolio_tables(corpus, people, picked)),
        facts={
            "people": len(graph.people),
            "ties": len(graph.source),
            "influencers": [person.as_json() for person in people[:LISTED]],
            "portfolio": None if picked is None else picked.as_json(people),
            "likely_bots": bots,
        },
    )


# -- the graph


def attention_graph(corpus: Corpus) -> Attention:
    """Return who attends to whom: replies, mentions of a handle, and follower relations.

    An edge weighs log2(1 + posts), so a quarrel of fifty posts is not fifty people, and a follow adds one.
    The accounts of the brands themselves are left out: they are what the talk is about.
    """
    ties = _talk(corpus).union(_follows(corpus)).group_by("source", "target")
    summed = ties.aggregate(posts=column.posts.sum(), follows=column.follows.max())
    found = corpus.run(summed.filter(column.source != column.target))
    found = _without(found, _brand_accounts(corpus))
    both = pa.chunked_array([*found["source"].chunks, *found["target"].chunks], pa.string())
    people = pc.sort_indices(pc.unique(both))
    names = pc.unique(both).take(people)
    posts, follows = (found[name].to_numpy().astype(np.float64) for name in ("posts", "follows"))
    return Attention(
        people=tuple(names.to_pylist()),
        source=_positions(found["source"], names),
        target=_positions(found["target"], names),
        weight=np.asarray(np.log2(1 + posts) + follows, dtype=np.float64),
    )


def _positions(ids: pa.ChunkedArray, names: pa.Array) -> Ints:
    return np.asarray(pc.index_in(ids, value_set=names).to_numpy(), dtype=np.int64)


def _talk(corpus: Corpus) -> ir.Table:
    """Return (source, target, posts, follows=0): who named or answered whom, each post once per pair."""
    posts = corpus.everything
    known = (
        posts.filter(posts.author_handle.notnull())
        .group_by("channel", handle=posts.author_handle.lower())
        .aggregate(known=column.author_id.min())
    )
    names = corpus.facts.terms.filter(column.kind == "handle").select("mention_id", handle="term")
    named = names.inner_join(posts.select("mention_id", "channel", "author_id"), "mention_id")
    resolved = named.left_join(known, ["channel", "handle"])
    by_name = resolved.select(
        "mention_id",
        source=named.author_id,
        target=ibis.coalesce(column.known, named.channel + ":" + named.handle),
    )
    answers = posts.filter(posts.in_reply_to.notnull()).select(
        "mention_id", "channel", "author_id", "in_reply_to"
    )
    answered = corpus.facts.mentions.select("channel", in_reply_to="external_id", target="author_id")
    by_reply = answers.inner_join(answered, ["channel", "in_reply_to"]).select(
        "mention_id", source="author_id", target="target"
    )
    pairs = by_name.union(by_reply, distinct=True)
    counted = pairs.group_by("source", "target").aggregate(posts=column.count())
    return counted.mutate(follows=ibis.literal(0, "int64"))


def _follows(corpus: Corpus) -> ir.Table:
    follows = corpus.facts.follows
    if corpus.filters.channel:
        follows = follows.filter(follows.channel == corpus.filters.channel)
    return follows.select(
        source="follower_id",
        target="followed_id",
        posts=ibis.literal(0, "int64"),
        follows=ibis.literal(1, "int64"),
    )


def _brand_accounts(corpus: Corpus) -> list[str]:
    handles = sorted(frozenset().union(*(brand.handles() for brand in corpus.compared)))
    if not handles:
        return []
    posts = corpus.facts.mentions
    channels = corpus.rows(corpus.everything.select("channel").distinct())
    known = corpus.rows(
        posts.filter(posts.author_handle.lower().isin(handles)).select("author_id").distinct()
    )
    spelt = [f"{row['channel']}:{handle}" for row in channels for handle in handles]
    return [*spelt, *(str(row["author_id"]) for row in known)]


def _without(ties: pa.Table, accounts: Sequence[str]) -> pa.Table:
    gone = pa.array(accounts, pa.string())
    touched = pc.or_(pc.is_in(ties["source"], value_set=gone), pc.is_in(ties["target"], value_set=gone))
    return ties.filter(pc.invert(touched))


# -- the people


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


def _people(corpus: Corpus, graph: Attention, ours: NDArray[np.bool_], heard: Ints) -> list[Person]:
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


def _writers(corpus: Corpus, graph: Attention) -> NDArray[np.bool_]:
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


# -- a group to work with


@dataclass(frozen=True)
class Pick:
    """A portfolio of mid-size people beside the same number of the most heard."""

    mid_size: Portfolio
    largest: Portfolio

    def as_json(self, people: Sequence[Person]) -> dict[str, object]:
        """Return both groups' reach and who is in the first."""
        ids = {person.place: person.id for person in people}
        return {
            "people": [ids[place] for place in self.mid_size.chosen],
            "reach": self.mid_size.reach.as_json(),
            "reach_of_the_largest": self.largest.reach.as_json(),
        }


def _pick(graph: Attention, people: Sequence[Person], bots: Mapping[str, str]) -> Pick | None:
    by_size = sorted(people, key=lambda person: (-person.heard_by, person.id))
    skipped = max(1, round(len(by_size) * LARGEST))
    mid_size = [person.place for person in by_size[skipped:] if person.posts and person.id not in bots]
    if len(mid_size) < PORTFOLIO + PORTFOLIO // 2:
        return None
    reach = Reach(graph)
    chosen = reach.best(mid_size, PORTFOLIO)
    largest = [person.place for person in by_size[: len(chosen.chosen)]]
    return Pick(chosen, reach.of(largest))


# -- how it is said and shown


def _nobody(corpus: Corpus, heard: Ints) -> str:
    most = int(heard.max()) if len(heard) else 0
    return _(
        "Insufficient evidence to name influencers: in %(posts)s about %(subject)s nobody was named, "
        "answered "
        "or followed by %(enough)d people or more (the most was %(most)d)."
    ) % {
        "posts": wording.posts(corpus.extent.posts),
        "subject": corpus.subject,
        "enough": ENOUGH_AUTHORS,
        "most": most,
    }


def _sentence(corpus: Corpus, people: Sequence[Person], picked: Pick | None) -> str:
    first = people[0]
    text = ngettext(
        "%(first)s alone is heard by at least %(enough)d of those who write about %(subject)s: by %(heard)s.",
        "%(count)s are heard by at least %(enough)d of those who write about %(subject)s; %(first)s leads, "
        "heard by %(heard)s.",
        len(people),
    ) % {
        "count": wording.people(len(people)),
        "enough": ENOUGH_AUTHORS,
        "subject": corpus.subject,
        "first": first.shown,
        "heard": wording.people(first.heard_by),
    }
    if picked is None or not picked.mid_size.chosen:
        return text
    group = _(
        " %(size)d mid-size people together reach about %(reach)s of the listeners; the most heard "
        "%(size)d, %(largest)s."
    )
    return text + group % {
        "size": len(picked.mid_size.chosen),
        "reach": wording.share(picked.mid_size.reach),
        "largest": wording.share(picked.largest.reach),
    }


def _caveats(people: Sequence[Person]) -> tuple[str, ...]:
    found = [
        _("Counted: replies, mentions of a handle and follower files, among imported posts only."),
        _("A handle can belong to a company or a newspaper as well as to a person."),
        _("Being heard is not being believed: read a person's posts before you write to them."),
    ]
    if people and all(person.followers is None for person in people):
        found.append(_("No follower numbers are known, so reach does not count in the score."))
    if people and all(person.resonance is None for person in people):
        found.append(_("No likes, replies or reposts are known, so resonance does not count in the score."))
    return tuple(found)


def _charts(corpus: Corpus, people: Sequence[Person]) -> tuple[Chart, ...]:
    shown = sorted(people, key=lambda person: (-person.attention.value, person.id))[:15]
    whiskers = shown[0].attention_known
    return (
        Chart(
            key="influencers-attention",
            question=_("Who gets the attention?"),
            answer=_("%(first)s gets %(times)s times the attention of an average person (n = %(n)s).")
            % {
                "first": shown[0].shown,
                "times": wording.mean(shown[0].attention) if whiskers else f"{shown[0].attention.value:.1f}",
                "n": wording.posts(corpus.extent.posts),
            },
            kind="hbar",
            categories=tuple(person.shown for person in shown),
            unit=_("times the average"),
            series=(
                Series(
                    name=_("attention"),
                    tone="own",
                    values=tuple(round(person.attention.value, 2) for person in shown),
                    low=tuple(round(person.attention.low, 2) for person in shown) if whiskers else (),
                    high=tuple(round(person.attention.high, 2) for person in shown) if whiskers else (),
                ),
            ),
            links=tuple(_link(corpus, person) for person in shown),
        ),
    )


def _link(corpus: Corpus, person: Person) -> str:
    """Return the person's posts, or the posts that name one who wrote none."""
    if person.posts:
        return corpus.link(author=person.id)
    return corpus.link(brand="", term=f"@{person.id.partition(':')[2]}")


def _people_table(corpus: Corpus, people: Sequence[Person], bots: Mapping[str, str]) -> Table:
    return Table(
        key="influencers",
        title=_("Who is heard"),
        note=_(
            "Heard by: people who write about the brand and named, answered or follow the person. "
            "Score: mean rank, "
            "0 to 100, in attention, followers, own posts about the brand and reactions, as far as known."
        ),
        columns=(
            _("Person"),
            _("Score"),
            _("Heard by"),
            _("Attention (average 1)"),
            _("Followers"),
            _("Own posts"),
            _("Reactions a post"),
            _("Looks automatic"),
        ),
        rows=tuple(
            Row(
                (
                    person.shown,
                    round(person.score),
                    person.heard_by,
                    wording.mean(person.attention)
                    if person.attention_known
                    else f"{person.attention.value:.2f}",
                    person.followers,
                    person.posts,
                    None if person.resonance is None else round(person.resonance, 2),
                    bots.get(person.id, ""),
                ),
                _link(corpus, person),
            )
            for person in people[:LISTED]
        ),
    )


def _portfolio_tables(corpus: Corpus, people: Sequence[Person], picked: Pick | None) -> tuple[Table, ...]:
    if picked is None:
        return ()
    by_place = {person.place: person for person in people}
    chosen = [by_place[place] for place in picked.mid_size.chosen]
    return (
        Table(
            key="portfolio",
            title=_("Mid-size people to work with"),
            note=_(
                "Chosen one by one for whom each adds to the others, the most heard tenth left out. "
                "Assumed: half of "
                "everyone's attention stays within this graph."
            ),
            columns=(_("Person"), _("Heard by"), _("Followers"), _("Own posts")),
            rows=tuple(
                Row((person.shown, person.heard_by, person.followers, person.posts), _link(corpus, person))
                for person in chosen
            ),
        ),
    )
