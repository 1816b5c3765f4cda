"""Sentiment by aspect: what people think of each thing that they talk about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Row, Table
from colonnade.pillars.listening.questions.columns import sampled, spelt_term
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.opinion import Opinions, crowding, read_opinions
from colonnade.pillars.listening.questions.quantification import Evidence, Shares
from colonnade.pillars.listening.questions.shapes import share_series
from colonnade.pillars.listening.questions.topics import find_topics
from colonnade.ui.charts import Chart

POSTS_READ = 50_000
"""Posts in which aspects are looked for; of more, a sample."""
TERMS_READ = 120
LISTED = 12
WIDEST = 0.5
"""An interval of the negative share wider than this says nothing of an aspect, which is then left out."""
DRAWS = 100


@dataclass(frozen=True)
class Aspect:
    """Something that is talked about, and what is thought of it.

    Attributes:
        name: its terms, or the name of the topic query.
        query: filters that lead to its posts.
        posts: those of it that were read and judged.
    """

    name: str
    query: Mapping[str, str]
    posts: int
    shares: Shares

    def verdict(self, overall: Shares) -> str:
        """Return how the share of negative posts compares with that of all posts."""
        if self.shares.negative.low > overall.negative.value:
            return _("more negative")
        if self.shares.negative.high < overall.negative.value:
            return _("less negative")
        return ""

    def as_json(self) -> dict[str, object]:
        """Return the aspect as JSON values."""
        return {"aspect": self.name, "posts": self.posts, "shares": self.shares.as_json()}


def find_aspects(corpus: Corpus, evidence: Sequence[Evidence]) -> tuple[Aspect, ...]:
    """Return the aspects with posts enough to tell, the most talked of first: topics saved and topics found.

    An author's posts of one aspect count as a cluster (``opinion.crowding``), as everywhere.
    """
    total = corpus.extent.posts
    posts = sampled(corpus.about_us, total=total, most=POSTS_READ)
    read = total if total <= POSTS_READ else corpus.count(posts)
    held = corpus.taken(_terms(corpus, posts))
    names, pairs = _topics_found(corpus, held, read)
    saved, matched = _topics_saved(corpus)
    names |= saved
    if not names:
        return ()
    pairs = pairs if matched is None else pairs.union(matched)
    marked = corpus.taken(posts.drop("queries").inner_join(pairs, "mention_id"))
    opinions = read_opinions(corpus, marked, evidence, aspect=marked.aspect)
    return _judged(corpus, opinions, evidence, marked, names)


Names = dict[int, tuple[str, dict[str, str]]]


def _terms(corpus: Corpus, posts: ir.Table) -> ir.Table:
    held = sampled(corpus.facts.terms, total=corpus.extent.posts, most=POSTS_READ)
    return held.filter(held.kind != "handle").semi_join(posts, "mention_id")


def _topics_found(corpus: Corpus, held: ir.Table, read: int) -> tuple[Names, ir.Table]:
    """Return topics by number, and which post (``mention_id``) is about which (``aspect``)."""
    counted = held.group_by("kind", "term").aggregate(posts=column.count())
    top = counted.order_by(column.posts.desc(), column.kind, column.term).limit(TERMS_READ)
    terms = [(str(row["kind"]), str(row["term"])) for row in corpus.rows(top)]
    spelt = [pair for pair in terms if pair[1] not in corpus.brand_words]
    topics = find_topics(corpus, spelt, most=POSTS_READ, read=read).found[:LISTED]
    names: Names = {
        -number: (" · ".join(topic.terms), {"term": ",".join(topic.terms)})
        for number, topic in enumerate(topics, start=1)
    }
    rows = [
        {"kind": kind, "term": term, "aspect": -number}
        for number, topic in enumerate(topics, start=1)
        for kind, term in map(spelt_term, topic.terms)
    ]
    schema = pa.schema([("kind", pa.string()), ("term", pa.string()), ("aspect", pa.int64())])
    wanted = ibis.memtable(pa.Table.from_pylist(rows, schema=schema))
    pairs = held.inner_join(wanted, ["kind", "term"]).select("mention_id", "aspect").distinct()
    return names, pairs


def _topics_saved(corpus: Corpus) -> tuple[Names, ir.Table | None]:
    """Return the topic queries by id, and which post is about which; None where there are none."""
    if not corpus.topics:
        return {}, None
    names: Names = {topic.id: (topic.name, {"topic": topic.name}) for topic in corpus.topics}
    matches = corpus.facts.matches
    about = matches.filter(matches.query_id.isin(list(names)))
    return names, about.select("mention_id", aspect=about.query_id)


def _judged(
    corpus: Corpus, opinions: Opinions, evidence: Sequence[Evidence], marked: ir.Table, names: Names
) -> tuple[Aspect, ...]:
    effects = crowding(corpus, marked, aspect=marked.aspect)
    shares = opinions.shares(evidence, effects=effects, draws=DRAWS)
    posts = opinions.posts()
    found = [
        Aspect(*names[int(str(key[0]))], posts=posts[key], shares=estimated)
        for key, estimated in shares.items()
        if estimated.negative.high - estimated.negative.low <= WIDEST
    ]
    return tuple(sorted(found, key=lambda aspect: (-aspect.posts, aspect.name))[:LISTED])


# -- how it is shown


def aspect_charts(corpus: Corpus, aspects: Sequence[Aspect], overall: Shares) -> tuple[Chart, ...]:
    """Return the chart of aspects, where there are any."""
    if not aspects:
        return ()
    worst = max(aspects, key=lambda aspect: aspect.shares.negative.value)
    said = _("Most negative: “%(name)s”, %(share)s") % {
        "name": worst.name,
        "share": wording.share(worst.shares.negative),
    }
    if not worst.verdict(overall):
        said += _("; that may be chance")
    return (
        Chart(
            key="sentiment-aspects",
            question=_("What is liked and what is not?"),
            answer=f"{said}.",
            kind="hbar",
            categories=tuple(aspect.name for aspect in aspects),
            unit="%",
            series=(
                share_series(_("negative"), [aspect.shares.negative for aspect in aspects], tone="negative"),
                share_series(_("positive"), [aspect.shares.positive for aspect in aspects], tone="positive"),
            ),
            links=tuple(corpus.link(**aspect.query) for aspect in aspects),
        ),
    )


def aspect_table(corpus: Corpus, aspects: Sequence[Aspect], overall: Shares) -> Table:
    """Return the aspects with what is thought of each."""
    note = wording.brackets()
    if corpus.extent.posts > POSTS_READ:
        note += " " + _("Read from a random sample of about %(posts)s.") % {
            "posts": wording.posts(POSTS_READ)
        }
    return Table(
        key="aspects",
        title=_("By what the posts are about"),
        note=note,
        columns=(_("Aspect"), _("Posts"), _("Negative"), _("Positive"), _("Against all posts")),
        rows=tuple(
            Row(
                (
                    aspect.name,
                    aspect.posts,
                    wording.brief(aspect.shares.negative),
                    wording.brief(aspect.shares.positive),
                    aspect.verdict(overall),
                ),
                corpus.link(**aspect.query),
            )
            for aspect in aspects
        ),
        empty=_("No topic has posts enough to tell its share within %(points)d points.")
        % {"points": round(100 * WIDEST)},
    )
