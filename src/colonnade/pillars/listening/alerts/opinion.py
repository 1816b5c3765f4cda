"""Whether opinion turned: shares of negative posts, estimated and not counted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import ibis

from colonnade.pillars.listening.alerts.counting import judged
from colonnade.pillars.listening.alerts.figures import Share
from colonnade.pillars.listening.alerts.models import AlertRule
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.errors import error_rates
from colonnade.pillars.listening.questions.opinion import crowding, read_opinions
from colonnade.pillars.listening.questions.statistics import Interval


@dataclass(frozen=True)
class Shares:
    """The share of negative posts in a span and before it."""

    now: Share
    before: Share


def negative_shares(
    corpus: Corpus, rule: AlertRule, *, began_at: datetime, until_at: datetime, days_before: int
) -> Shares | None:
    """Return the shares of negative posts that a rule watches; None where one has too few posts."""
    posts = corpus.everything.semi_join(
        corpus.facts.matches.filter(ibis._.query_id == rule.query_id), "mention_id"
    )
    if rule.channel:
        posts = posts.filter(posts.channel == rule.channel)
    begin, end = _stored(began_at), _stored(until_at)
    start = _stored(began_at - timedelta(days=days_before))
    posts = judged(posts.filter((posts.published_at >= start) & (posts.published_at < end)))
    late = posts.published_at >= begin
    evidence = error_rates()
    opinions = read_opinions(corpus, posts, evidence, late=late)
    estimated = opinions.shares(evidence, effects=crowding(corpus, posts, late=late))
    sizes = opinions.posts()
    if (True,) not in estimated or (False,) not in estimated:
        return None
    return Shares(
        _share(estimated[(True,)].negative, sizes[(True,)]),
        _share(estimated[(False,)].negative, sizes[(False,)]),
    )


def _share(interval: Interval, n: int) -> Share:
    return Share(value=interval.value, low=interval.low, high=interval.high, n=n)


def _stored(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
