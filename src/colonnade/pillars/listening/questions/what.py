"""What are they talking about?"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Row, Table
from colonnade.pillars.listening.questions.corpus import Corpus, asks_question, written_term
from colonnade.pillars.listening.questions.shapes import insufficient, share_series
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    ENOUGH_POSTS,
    Contrast,
    Interval,
    contrast,
    wilson,
)
from colonnade.pillars.listening.questions.topics import Topics, find_topics
from colonnade.ui.charts import Chart

KEY = "what"
TERMS_READ = 3_000
"""Most frequent terms that are compared; rarer ones could not be told from chance."""
LISTED = 15
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
    asked = wilson(usage.asking, extent.posts)
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
            "rising": [] if rising is None else [term.written for term in rising.terms],
            "asking": asked.as_json(),
        },
    )


@dataclass(frozen=True)
class Term:
    """How one term is used.

    Attributes:
        ours, theirs: posts asked about, and other posts, that hold it.
        asking: posts asked about that hold it and ask a question.
        authors: people who used it in posts asked about.
    """

    kind: str
    term: str
    ours: int
    theirs: int
    asking: int
    authors: int

    @property
    def written(self) -> str:
        """Return the term as a person writes it."""
        return written_term(self.kind, self.term)


@dataclass(frozen=True)
class Usage:
    """The terms of the posts asked about, the most frequent first.

    Attributes:
        posts: posts asked about.
        asking: those of them that ask a question.
        others: posts under the same filters that are not asked about.
    """

    terms: tuple[Term, ...]
    posts: int
    asking: int
    others: int


def term_usage(corpus: Corpus) -> Usage:
    """Count each word and hashtag, brand names and handles left out, in one pass over the terms."""
    marked = _marked(corpus)
    sizes = corpus.rows(
        marked.aggregate(
            asking=column.count(where=column.ours & column.asks), others=column.count(where=~column.ours)
        )
    )[0]
    held = corpus.facts.terms.filter(column.kind != "handle").inner_join(
        marked.select("mention_id", "author_id", "ours", "asks"), "mention_id"
    )
    counted = (
        held.group_by("kind", "term")
        .aggregate(
            ours=column.count(where=column.ours),
            theirs=column.count(where=~column.ours),
            asking=column.count(where=column.ours & column.asks),
            authors=column.author_id.nunique(where=column.ours),
        )
        .filter(column.authors >= 2)
    )
    top = counted.order_by(column.ours.desc(), column.kind, column.term).limit(TERMS_READ)
    rows = [row for row in corpus.rows(top) if str(row["term"]) not in corpus.brand_words]
    return Usage(
        terms=tuple(_term(row) for row in rows),
        posts=corpus.extent.posts,
        asking=int(str(sizes["asking"])),
        others=int(str(sizes["others"])),
    )


def _term(row: dict[str, object]) -> Term:
    counts = {name: int(str(row.get(name, 0))) for name in ("ours", "theirs", "asking", "authors")}
    return Term(kind=str(row["kind"]), term=str(row["term"]), **counts)


def _marked(corpus: Corpus) -> ir.Table:
    posts = corpus.everything
    if corpus.says_all:
        return posts.mutate(ours=ibis.literal(value=True), asks=asks_question(posts.text))
    ours = corpus.matched_ids()
    return posts.mutate(ours=posts.mention_id.isin(ours.mention_id), asks=asks_question(posts.text))


def distinctive(usage: Usage) -> list[tuple[Term, float]]:
    """Return the terms used more than in other posts beyond doubt, with z, the most certain first."""
    terms = [term for term in usage.terms if term.authors >= ENOUGH_AUTHORS]
    found = contrast(
        ours=[term.ours for term in terms],
        theirs=[term.theirs for term in terms],
        our_posts=usage.posts,
        their_posts=usage.others,
    )
    return _leading(terms, found)


def _asked_about(usage: Usage) -> list[tuple[Term, float]]:
    terms = [term for term in usage.terms if term.authors >= ENOUGH_AUTHORS]
    found = contrast(
        ours=[term.asking for term in terms],
        theirs=[term.ours - term.asking for term in terms],
        our_posts=usage.asking,
        their_posts=usage.posts - usage.asking,
    )
    return _leading(terms, found)


def _leading(terms: list[Term], found: Contrast) -> list[tuple[Term, float]]:
    kept = [
        (term, float(found.z[place]))
        for place, term in enumerate(terms)
        if found.certain[place] and found.z[place] > 0
    ]
    return sorted(kept, key=lambda pair: (-pair[1], pair[0].written))[:LISTED]


# -- rising


@dataclass(frozen=True)
class Rising:
    """Terms used more now than before.

    Attributes:
        terms: ``ours`` counts posts of now, ``theirs`` of before.
        split: first day of now.
    """

    terms: tuple[Term, ...]
    posts_now: int
    posts_before: int
    split: date


def _rising(corpus: Corpus) -> Rising | None:
    """Compare the period with the one before it, or the last quarter of all time with what was earlier."""
    split = _split(corpus)
    if split is None:
        return None
    wide, day = split
    moment = wide.starts(day)
    posts = wide.about_us.select("mention_id", "author_id", now=column.published_at >= moment)
    sizes = wide.rows(
        posts.aggregate(now=column.count(where=column.now), before=column.count(where=~column.now))
    )[0]
    now, before = int(str(sizes["now"])), int(str(sizes["before"]))
    if min(now, before) < ENOUGH_POSTS:
        return None
    held = corpus.facts.terms.filter(column.kind != "handle").inner_join(posts, "mention_id")
    counted = held.group_by("kind", "term").aggregate(
        ours=column.count(where=column.now),
        theirs=column.count(where=~column.now),
        authors=column.author_id.nunique(where=column.now),
    )
    frequent = counted.filter(column.authors >= ENOUGH_AUTHORS)
    rows = wide.rows(frequent.order_by(column.ours.desc(), column.kind, column.term).limit(TERMS_READ))
    terms = [_term(row) for row in rows if str(row["term"]) not in corpus.brand_words]
    found = contrast(
        ours=[term.ours for term in terms],
        theirs=[term.theirs for term in terms],
        our_posts=now,
        their_posts=before,
    )
    return Rising(tuple(term for term, _z in _leading(terms, found)), now, before, day)


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
        found.append(
            _("Topics come from a random sample of %(posts)s.") % {"posts": wording.posts(topics.sample)}
        )
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
                    term.authors,
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
                    term.authors,
                ),
                link=corpus.link(term=term.written, since=rising.split),
            )
            for term in rising.terms
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
            for term, _z in _asked_about(usage)
        ),
        empty=_("No term is asked about beyond chance."),
    )


def _hashtag_table(corpus: Corpus, usage: Usage) -> Table:
    tags = [term for term in usage.terms if term.kind == "hashtag"][:LISTED]
    return Table(
        key="hashtags",
        title=_("Hashtags"),
        columns=(_("Hashtag"), _("Posts"), _("People")),
        rows=tuple(Row((tag.written, tag.ours, tag.authors), corpus.link(term=tag.written)) for tag in tags),
        empty=_("No hashtag was used by two people or more."),
    )
