"""What is behind an alert: new terms, channels, people and posts, read when it is looked at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import ibis.expr.types as ir
from ibis import _ as column

from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts.charts import chart_of
from colonnade.pillars.listening.alerts.judging import USUAL_DAYS, Found, look, watched_corpus
from colonnade.pillars.listening.alerts.models import Alert, AlertRule, RuleKind
from colonnade.pillars.listening.alerts.wording import sentence
from colonnade.pillars.listening.questions.asking import corpus_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.posts import Post, first_posts
from colonnade.pillars.listening.questions.what.rising import risen_since
from colonnade.pillars.listening.questions.what.terms import whole
from colonnade.ui.charts import Chart
from colonnade.warehouse.store import Facts

TERMS = 12
ROWS = 8
POSTS = 5
_LEAST_PEOPLE = 3


class RuleCorpus(Corpus):
    """The posts that a rule watches; Args as of ``Corpus``, and:

    followers: only posts of people with at least as many; None for everybody.
    """

    def __init__(self, *, followers: int | None = None, **given: Any) -> None:
        self._followers = followers
        super().__init__(**given)

    def under(self, filters: Filters) -> "RuleCorpus":
        """Return the same facts under other filters."""
        return RuleCorpus(
            followers=self._followers,
            facts=self.facts,
            brands=self.brands,
            filters=filters,
            zone=self.zone,
            posts_url=self.posts_url,
        )

    @cached_property
    def about_us(self) -> ir.Table:
        """Return the posts that the rule is about."""
        posts = super().about_us
        if self._followers is None:
            return posts
        return posts.filter(column.author_followers >= self._followers)


@dataclass(frozen=True)
class NewTerm:
    """A term that posts hold more often than in the four weeks before, beyond chance.

    Attributes:
        now, before: posts that hold it.
        people: who wrote the posts of now.
    """

    written: str
    now: int
    before: int
    people: int
    link: str


@dataclass(frozen=True)
class Part:
    """A channel or a person, with how many of the posts are theirs."""

    name: str
    posts: int
    link: str
    followers: int | None = None


@dataclass(frozen=True)
class Explanation:
    """What is behind an alert.

    Attributes:
        posts: those with most reactions.
        total: how many posts of whole days there are behind ``posts_link``.
    """

    terms: tuple[NewTerm, ...]
    channels: tuple[Part, ...]
    people: tuple[Part, ...]
    posts: tuple[Post, ...]
    total: int
    posts_link: str
    chart: Chart | None


def rule_corpus(
    *,
    organization: Organization,
    facts: Facts,
    rule: AlertRule,
    span: tuple[datetime, datetime] | None = None,
) -> Corpus:
    """Return the posts that a rule watches, in the days of a span or ever."""
    plain = corpus_of(organization=organization, facts=facts, filters=Filters())
    days: dict[str, object] = {}
    if span is not None:
        began_at, until_at = span
        days = {
            "since": plain.day(began_at),
            "until": plain.day(until_at - timedelta(seconds=1)),
        }
    filters = Filters(
        brand=rule.query.name,
        channel=rule.channel,
        term=rule.term if rule.kind == RuleKind.TERM else "",
        sentiment="negative" if rule.kind == RuleKind.NEGATIVE else "",
    ).with_(**days)
    return RuleCorpus(
        followers=rule.followers if rule.kind == RuleKind.INFLUENCER else None,
        facts=facts,
        brands=plain.brands,
        filters=filters,
        zone=plain.zone,
        posts_url=plain.posts_url,
    )


def explain(*, organization: Organization, facts: Facts, alert: Alert, now: datetime) -> Explanation:
    """Return what is behind an alert, from the stored posts as they are now."""
    rule = alert.rule
    corpus = rule_corpus(
        organization=organization, facts=facts, rule=rule, span=(alert.began_at, alert.until_at)
    )
    return Explanation(
        terms=_new_terms(corpus),
        channels=_channels(corpus),
        people=_people(corpus),
        posts=tuple(first_posts(corpus, most=POSTS, order="reactions")),
        total=corpus.extent.posts,
        posts_link=corpus.link(),
        chart=_chart(organization=organization, facts=facts, alert=alert, corpus=corpus, now=now),
    )


def _new_terms(corpus: Corpus) -> tuple[NewTerm, ...]:
    """Compare with the four weeks before."""
    since = corpus.filters.since
    if since is None:
        return ()
    wide = corpus.under(corpus.filters.with_(since=since - timedelta(days=USUAL_DAYS)))
    risen = risen_since(wide, since, least_posts=0, least_people=_LEAST_PEOPLE)
    return tuple(
        NewTerm(term.written, term.ours, term.theirs, people, corpus.link(term=term.written))
        for term, people in ({} if risen is None else risen.people).items()
    )[:TERMS]


def _channels(corpus: Corpus) -> tuple[Part, ...]:
    counted = corpus.about_us.group_by("channel").aggregate(posts=column.count())
    rows = corpus.rows(counted.order_by(column.posts.desc(), column.channel).limit(ROWS))
    return tuple(
        Part(str(row["channel"]), whole(row["posts"]), corpus.link(channel=row["channel"])) for row in rows
    )


def _people(corpus: Corpus) -> tuple[Part, ...]:
    """Return who reaches most people, by followers where they are known."""
    counted = (
        corpus.about_us.filter(column.author_id.notnull())
        .group_by("author_id")
        .aggregate(
            posts=column.count(), followers=column.author_followers.max(), handle=column.author_handle.max()
        )
    )
    ordered = counted.order_by(column.followers.fill_null(-1).desc(), column.posts.desc(), column.author_id)
    return tuple(
        Part(
            f"@{row['handle']}" if row["handle"] else str(row["author_id"]),
            whole(row["posts"]),
            corpus.link(author=row["author_id"]),
            followers=None if row["followers"] is None else whole(row["followers"]),
        )
        for row in corpus.rows(ordered.limit(ROWS))
    )


def _chart(
    *, organization: Organization, facts: Facts, alert: Alert, corpus: Corpus, now: datetime
) -> Chart | None:
    wide = watched_corpus(organization=organization, facts=facts, now=now)
    outlooks = look(organization=organization, corpus=wide, rules=[alert.rule], now=now, after=now)
    if not outlooks:
        return None
    marked = Found(alert.began_at, alert.until_at, alert.read_figures)
    answer = sentence(
        alert.rule,
        marked.figures,
        began_at=alert.began_at,
        until_at=alert.until_at,
        zone=corpus.zone,
    )
    return chart_of(
        outlooks[0],
        key="alert",
        answer=answer,
        marked=[marked],
        corpus=corpus,
        around=marked,
    )
