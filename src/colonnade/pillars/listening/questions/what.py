"""What are they talking about?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Row, Table
from colonnade.pillars.listening.questions.corpus import Corpus, asks_question, sampled, written_term
from colonnade.pillars.listening.questions.shapes import insufficient, share_series
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    ENOUGH_POSTS,
    Interval,
    contrast,
    wilson,
)
from colonnade.pillars.listening.questions.topics import Topics, find_topics
from colonnade.ui.charts import Chart

KEY = "what"
TERMS_READ = 3_000
"""Most frequent terms that are compared; rarer ones could not be told from chance."""
POSTS_READ = 200_000
"""Posts on each side whose words are compared; of more, a sample."""
LISTED = 15
SHORT_LIST = 60
"""Terms whose authors are counted."""
RECENT = 0.25
"""Share of the stored time that counts as recent where no period is asked for."""


def title() -> str:
    """Return the question in words."""
    return _("What are they talking about?")


def answer(corpus: Corpus) -> Answer:
    """Return the topics, what sets us apart from the rest of the talk, what rises, and what is asked."""
    extent = corpus.extent
    if extent.posts < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
    usage = term_usage(corpus)
    topics = find_topics(corpus, [(term.kind, term.term) for term in usage.terms])
    rising = _rising(corpus)
    asked = wilson(usage.asking, usage.posts)
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, topics, asked),
        n=extent.posts,
        filters=corpus.filters,
        caveats=wording.standing_caveats(corpus) + _caveats(corpus, topics, usage),
        charts=_topic_charts(corpus, topics),
        tables=(
            _distinct_table(corpus, usage),
            _rising_table(corpus, rising),
            _asked_table(corpus, usage, asked),
            _hashtag_table(corpus, usage),
        ),
        facts={
            "topics": [
                {"terms": list(topic.terms), "posts": topic.posts, "share": topic.share.as_json()}
                for topic in topics.found[:LISTED]
            ],
            "posts_read_for_topics": topics.sample,
            "distinctive": [term.written for term, _z in distinctive(usage)[:LISTED]],
            "rising": [] if rising is None else [term.written for term in rising.people],
            "asking": asked.as_json(),
        },
    )


@dataclass(frozen=True)
class Term:
    """How one term is used.

    Attributes:
        ours, theirs: posts asked about, and other posts, that hold it.
        asking: posts asked about that hold it and ask a question.
    """

    kind: str
    term: str
    ours: int
    theirs: int
    asking: int = 0

    @property
    def written(self) -> str:
        """Return the term as a person writes it."""
        return written_term(self.kind, self.term)


Spelt = tuple[str, str]


@dataclass(frozen=True)
class Usage:
    """The terms of the posts asked about, the most frequent first.

    Attributes:
        terms: how each is used, in the posts read.
        posts: posts asked about that were read; a sample where there are more than ``POSTS_READ``.
        asking: those of them that ask a question.
        others: posts under the same filters that are not asked about and were read.
        authors: people who used a term in posts asked about, for terms that stand out and for hashtags.
    """

    terms: tuple[Term, ...]
    posts: int
    asking: int
    others: int
    authors: Mapping[Spelt, int]

    def people(self, term: Term) -> int:
        """Return how many people used a term that stands out."""
        return self.authors.get((term.kind, term.term), 0)

    def hashtags(self) -> list[Term]:
        """Return the hashtags, the most frequent first."""
        return [term for term in self.terms if term.kind == "hashtag"][:SHORT_LIST]


def term_usage(corpus: Corpus) -> Usage:
    """Count each word and hashtag of our posts and of the others, brand names and handles left out."""
    ours, others = _side(corpus, corpus.about_us, ours=True), _side(corpus, corpus.background, ours=False)
    marked = ours.posts if corpus.says_all else ours.posts.union(others.posts)
    sizes = corpus.rows(
        marked.aggregate(
            posts=column.count(where=column.ours),
            asking=column.count(where=column.ours & column.asks),
            others=column.count(where=~column.ours),
        )
    )[0]
    held = _terms_within(corpus, min(ours.total, others.total or ours.total)).inner_join(marked, "mention_id")
    counted = held.group_by("kind", "term").aggregate(
        ours=column.count(where=column.ours),
        theirs=column.count(where=~column.ours),
        asking=column.count(where=column.ours & column.asks),
    )
    usage = Usage(
        terms=_frequent(corpus, counted),
        posts=_whole(sizes["posts"]),
        asking=_whole(sizes["asking"]),
        others=_whole(sizes["others"]),
        authors={},
    )
    listed = [*_more_than_others(usage), *_asked_about(usage), *usage.hashtags()]
    return replace(usage, authors=_authors(corpus, held.filter(column.ours), listed))


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes:
        posts: those that are read, with ``ours`` and ``asks``.
        total: posts of that side in all.
    """

    posts: ir.Table
    total: int


def _side(corpus: Corpus, posts: ir.Table, *, ours: bool) -> Side:
    total = corpus.extent.posts if ours else corpus.count(posts)
    read = sampled(posts, total=total, most=POSTS_READ)
    marks = read.select("mention_id", "author_id", ours=ibis.literal(ours), asks=asks_question(read.text))
    return Side(marks, total)


def _terms_within(corpus: Corpus, total: int) -> ir.Table:
    """Return the terms without handles, cut to the sample of the smaller side, which holds the larger's."""
    return sampled(corpus.facts.terms, total=total, most=POSTS_READ).filter(column.kind != "handle")


def _frequent(corpus: Corpus, counted: ir.Table) -> tuple[Term, ...]:
    top = counted.filter(column.ours >= 2).order_by(column.ours.desc(), column.kind, column.term)
    return tuple(
        Term(
            kind=str(row["kind"]),
            term=str(row["term"]),
            ours=_whole(row["ours"]),
            theirs=_whole(row["theirs"]),
            asking=_whole(row.get("asking", 0)),
        )
        for row in corpus.rows(top.limit(TERMS_READ))
        if str(row["term"]) not in corpus.brand_words
    )


def _authors(corpus: Corpus, held: ir.Table, terms: list[Term]) -> dict[Spelt, int]:
    if not terms:
        return {}
    wanted = held.filter(held.term.isin(sorted({term.term for term in terms})))
    counted = wanted.group_by("kind", "term").aggregate(authors=column.author_id.nunique())
    return {(str(row["kind"]), str(row["term"])): _whole(row["authors"]) for row in corpus.rows(counted)}


def _whole(value: object) -> int:
    return int(str(value))


def distinctive(usage: Usage) -> list[tuple[Term, float]]:
    """Return the terms used more than in other posts beyond doubt, with z, the most certain first."""
    found = _more_than_others(usage)
    return [(term, z) for term, z in found.items() if usage.people(term) >= ENOUGH_AUTHORS][:LISTED]


def _more_than_others(usage: Usage) -> dict[Term, float]:
    return _leading(
        usage.terms,
        ours=[term.ours for term in usage.terms],
        theirs=[term.theirs for term in usage.terms],
        our_posts=usage.posts,
        their_posts=usage.others,
    )


def _asked_about(usage: Usage) -> dict[Term, float]:
    return _leading(
        usage.terms,
        ours=[term.asking for term in usage.terms],
        theirs=[term.ours - term.asking for term in usage.terms],
        our_posts=usage.asking,
        their_posts=usage.posts - usage.asking,
    )


def _leading(
    terms: Sequence[Term], *, ours: Sequence[int], theirs: Sequence[int], our_posts: int, their_posts: int
) -> dict[Term, float]:
    """Return the terms that lead beyond chance on our side, with z, the surest first."""
    tested = [place for place, count in enumerate(ours) if count >= ENOUGH_AUTHORS]
    found = contrast(
        ours=[ours[place] for place in tested],
        theirs=[theirs[place] for place in tested],
        our_posts=our_posts,
        their_posts=their_posts,
    )
    ranked = sorted(
        (-float(found.z[number]), terms[place].written, place)
        for number, place in enumerate(tested)
        if found.certain[number] and found.z[number] > 0
    )
    return {terms[place]: -negative for negative, _written, place in ranked[:SHORT_LIST]}


# -- rising


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


def _rising(corpus: Corpus) -> Rising | None:
    """Compare the period with the one before it, or the last quarter of all time with what was earlier."""
    split = _split(corpus)
    if split is None:
        return None
    wide, day = split
    posts = sampled(wide.about_us, total=wide.extent.posts, most=POSTS_READ)
    posts = posts.select("mention_id", "author_id", now=column.published_at >= wide.starts(day))
    sizes = wide.rows(
        posts.aggregate(now=column.count(where=column.now), before=column.count(where=~column.now))
    )[0]
    now, before = _whole(sizes["now"]), _whole(sizes["before"])
    if min(now, before) < ENOUGH_POSTS:
        return None
    held = _terms_within(corpus, wide.extent.posts).inner_join(posts, "mention_id")
    counted = held.group_by("kind", "term").aggregate(
        ours=column.count(where=column.now), theirs=column.count(where=~column.now)
    )
    terms = _frequent(wide, counted)
    found = _leading(
        terms,
        ours=[term.ours for term in terms],
        theirs=[term.theirs for term in terms],
        our_posts=now,
        their_posts=before,
    )
    authors = _authors(wide, held.filter(column.now), list(found))
    enough = {
        term: authors.get((term.kind, term.term), 0)
        for term in found
        if authors.get((term.kind, term.term), 0) >= ENOUGH_AUTHORS
    }
    return Rising(dict(list(enough.items())[:LISTED]), now, before, day)


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


# -- how it is said and shown


def _sentence(corpus: Corpus, topics: Topics, asked: Interval) -> str:
    named = [" · ".join(topic.terms[:3]) for topic in topics.found[:3]]
    if not named:
        lead = _("No topic stands out in %(posts)s about %(subject)s")
    else:
        lead = _("The talk about %(subject)s (%(posts)s %(period)s) is mostly about %(topics)s")
    asking = _("; %(asked)s of the posts ask a question.")
    return (lead + asking) % {
        "posts": wording.posts(corpus.extent.posts),
        "subject": corpus.subject,
        "period": wording.period(corpus),
        "topics": wording.listed([f"“{name}”" for name in named]),
        "asked": wording.share(asked),
    }


def _caveats(corpus: Corpus, topics: Topics, usage: Usage) -> tuple[str, ...]:
    found = [
        _("A post can belong to several topics. Topics are named by their words; nobody has read them yet.")
    ]
    if topics.sample < corpus.extent.posts:
        read = _("Topics come from a random sample of %(topics)s, words from one of %(words)s.")
        sizes = {"topics": wording.posts(topics.sample), "words": wording.posts(usage.posts)}
        found.append(read % sizes)
    if usage.others < ENOUGH_POSTS:
        found.append(_("There are too few other posts to tell what is special about this talk."))
    return tuple(found)


def _topic_charts(corpus: Corpus, topics: Topics) -> tuple[Chart, ...]:
    shown = [topic for topic in topics.found if topic.posts >= ENOUGH_POSTS // 2][:LISTED]
    if not shown:
        return ()
    shares = [topic.share for topic in shown]
    return (
        Chart(
            key="what-topics",
            question=_("Which topics?"),
            answer=_("“%(name)s” comes first: %(share)s of %(posts)s.")
            % {
                "name": " · ".join(shown[0].terms),
                "share": wording.share(shown[0].share),
                "posts": wording.posts(topics.sample),
            },
            kind="hbar",
            categories=tuple(" · ".join(topic.terms) for topic in shown),
            unit="%",
            series=(share_series(_("share of posts"), shares, tone="own"),),
            links=tuple(corpus.link(term=",".join(topic.terms)) for topic in shown),
        ),
    )


def _distinct_table(corpus: Corpus, usage: Usage) -> Table:
    return Table(
        key="distinctive",
        title=_("What is said about %(subject)s more than in other posts") % {"subject": corpus.subject},
        note=_("Words and hashtags that differ beyond chance, the surest first."),
        columns=(_("Term"), _("Posts"), _("Share here"), _("Share elsewhere"), _("People")),
        rows=tuple(
            Row(
                cells=(
                    term.written,
                    term.ours,
                    wording.percent(term.ours / usage.posts),
                    wording.percent(term.theirs / usage.others),
                    usage.people(term),
                ),
                link=corpus.link(term=term.written),
            )
            for term, _z in distinctive(usage)
        ),
        empty=_("Nothing differs beyond chance from the other posts, or there are too few others."),
    )


def _rising_table(corpus: Corpus, rising: Rising | None) -> Table:
    columns = (_("Term"), _("Posts now"), _("Share now"), _("Share before"), _("People"))
    heading = _("What is rising")
    if rising is None:
        return Table(
            key="rising",
            title=heading,
            columns=columns,
            rows=(),
            empty=_("Too few posts in one of the two periods to tell what is rising."),
        )
    return Table(
        key="rising",
        title=heading,
        note=_("Since %(day)s (%(now)s), against %(before)s before.")
        % {
            "day": wording.day(rising.split),
            "now": wording.posts(rising.posts_now),
            "before": wording.posts(rising.posts_before),
        },
        columns=columns,
        rows=tuple(
            Row(
                cells=(
                    term.written,
                    term.ours,
                    wording.percent(term.ours / rising.posts_now),
                    wording.percent(term.theirs / rising.posts_before),
                    people,
                ),
                link=corpus.link(term=term.written, since=rising.split),
            )
            for term, people in rising.people.items()
        ),
        empty=_("Nothing rises beyond chance."),
    )


def _asked_table(corpus: Corpus, usage: Usage, asked: Interval) -> Table:
    return Table(
        key="asked",
        title=_("What people ask about"),
        note=_("%(share)s of the posts ask a question; these terms are commoner in them than in the others.")
        % {"share": wording.share(asked)},
        columns=(_("Term"), _("Questions"), _("Share of questions"), _("Share of other posts")),
        rows=tuple(
            Row(
                cells=(
                    term.written,
                    term.asking,
                    wording.percent(term.asking / usage.asking),
                    wording.percent((term.ours - term.asking) / (usage.posts - usage.asking)),
                ),
                link=corpus.link(term=term.written, asks=True),
            )
            for term in list(_asked_about(usage))[:LISTED]
            if usage.people(term) >= ENOUGH_AUTHORS
        ),
        empty=_("No term is asked about beyond chance."),
    )


def _hashtag_table(corpus: Corpus, usage: Usage) -> Table:
    tags = [(tag, usage.people(tag)) for tag in usage.hashtags() if usage.people(tag) >= 2][:LISTED]
    return Table(
        key="hashtags",
        title=_("Hashtags"),
        columns=(_("Hashtag"), _("Posts"), _("People")),
        rows=tuple(
            Row((tag.written, tag.ours, people), corpus.link(term=tag.written)) for tag, people in tags
        ),
        empty=_("No hashtag was used by two people or more."),
    )
