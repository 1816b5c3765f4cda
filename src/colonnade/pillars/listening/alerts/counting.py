"""Posts counted by hour, for all rules of a kind in one pass."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
from ibis import _ as column

from colonnade.pillars.listening.alerts.models import AlertRule, RuleKind
from colonnade.pillars.listening.questions.columns import HOUR, spelt_term
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.errors import error_rates

Hour = int
"""Hours since 1970 on the wall clock of the organisation's time zone."""


@dataclass(frozen=True)
class Counted:
    """What a rule counts, by hour; hours without a post are left out.

    Attributes:
        trials: of a share, the posts it is of; None for plain counts.
    """

    counts: Mapping[Hour, float]
    trials: Mapping[Hour, float] | None = None


Rows = Sequence[Mapping[str, object]]


def count(corpus: Corpus, rules: Sequence[AlertRule]) -> list[Counted]:
    """Return what each rule counts among the posts of ``corpus``; one read of the store per kind of rule."""
    by_kind: dict[RuleKind, list[int]] = defaultdict(list)
    for place, rule in enumerate(rules):
        by_kind[RuleKind(rule.kind)].append(place)
    found: dict[int, Counted] = {}
    for kind, places in by_kind.items():
        counted = _COUNTERS[kind](corpus, [rules[place] for place in places])
        found |= dict(zip(places, counted, strict=True))
    return [found[place] for place in range(len(rules))]


def wall_hour(moment: datetime, zone: ZoneInfo) -> Hour:
    """Return the hour that ``moment`` lies in."""
    local = moment.astimezone(zone).replace(tzinfo=None)
    return int((local - datetime(1970, 1, 1)).total_seconds() // HOUR)  # noqa: DTZ001  both on the wall


def _named(corpus: Corpus, query_ids: Iterable[int], mentions: ir.Table) -> ir.Table:
    """Return ``mentions`` once for each of the queries that they match."""
    pairs = corpus.facts.matches.filter(column.query_id.isin(sorted(set(query_ids))))
    return mentions.inner_join(pairs, "mention_id")


def _by_hour(corpus: Corpus, posts: ir.Table, *keys: str, **figures: ir.Value) -> Rows:
    counted = posts.group_by(
        "query_id", "channel", *keys, hour=corpus.local_seconds(posts) // HOUR
    ).aggregate(posts=column.count(), **figures)
    return corpus.rows(counted)


def _sum(
    rows: Rows, wanted: Callable[[Mapping[str, object]], bool], figure: str = "posts"
) -> dict[Hour, float]:
    found: dict[Hour, float] = defaultdict(float)
    for row in rows:
        if wanted(row):
            found[int(str(row["hour"]))] += float(str(row[figure]))
    return dict(found)


def _about(rule: AlertRule) -> Callable[[Mapping[str, object]], bool]:
    return lambda row: row["query_id"] == rule.query_id and rule.channel in {"", row["channel"]}


def _volume(corpus: Corpus, rules: Sequence[AlertRule]) -> list[Counted]:
    rows = _by_hour(corpus, _named(corpus, [rule.query_id for rule in rules], corpus.everything))
    return [Counted(_sum(rows, _about(rule))) for rule in rules]


def judged(mentions: ir.Table) -> ir.Table:
    """Return the posts whose sentiment the present classifier has read, in a language it knows."""
    return mentions.filter(
        ibis.or_(
            *(
                (mentions.understood_by == one.model) & mentions.language.isin(sorted(one.languages))
                for one in error_rates()
            )
        )
        & mentions.p_negative.notnull()
    )


def _negative(corpus: Corpus, rules: Sequence[AlertRule]) -> list[Counted]:
    posts = judged(_named(corpus, [rule.query_id for rule in rules], corpus.everything))
    rows = _by_hour(corpus, posts, bad=posts.p_negative.cast("float64").sum())
    return [Counted(_sum(rows, _about(rule), "bad"), _sum(rows, _about(rule))) for rule in rules]


def _voice(corpus: Corpus, rules: Sequence[AlertRule]) -> list[Counted]:
    compared = {brand.id for brand in corpus.brands if brand.kind != "topic"}
    named = compared | {rule.query_id for rule in rules}
    rows = _by_hour(corpus, _named(corpus, named, corpus.everything))

    def of_all(rule: AlertRule) -> Callable[[Mapping[str, object]], bool]:
        talk = compared | {rule.query_id}
        return lambda row: row["query_id"] in talk and rule.channel in {"", row["channel"]}

    return [Counted(_sum(rows, _about(rule)), _sum(rows, of_all(rule))) for rule in rules]


def _term(corpus: Corpus, rules: Sequence[AlertRule]) -> list[Counted]:
    wanted = {spelt_term(rule.term) for rule in rules}
    terms = corpus.facts.terms
    held = terms.filter(ibis.or_(*((terms.kind == kind) & (terms.term == bare) for kind, bare in wanted)))
    posts = _named(corpus, [rule.query_id for rule in rules], corpus.everything)
    rows = _by_hour(corpus, posts.inner_join(held, "mention_id"), "kind", "term")

    def holding(rule: AlertRule) -> Callable[[Mapping[str, object]], bool]:
        about, spelt = _about(rule), spelt_term(rule.term)
        return lambda row: about(row) and (row["kind"], row["term"]) == spelt

    return [Counted(_sum(rows, holding(rule))) for rule in rules]


def _influencer(corpus: Corpus, rules: Sequence[AlertRule]) -> list[Counted]:
    least = min(rule.followers for rule in rules)
    loud = corpus.everything.filter(column.author_followers >= least)
    posts = _named(corpus, [rule.query_id for rule in rules], loud)
    rows = _by_hour(corpus, posts, "author_followers")

    def reaching(rule: AlertRule) -> Callable[[Mapping[str, object]], bool]:
        about = _about(rule)
        return lambda row: about(row) and int(str(row["author_followers"])) >= rule.followers

    return [Counted(_sum(rows, reaching(rule))) for rule in rules]


_COUNTERS: Mapping[RuleKind, Callable[[Corpus, Sequence[AlertRule]], list[Counted]]] = {
    RuleKind.VOLUME: _volume,
    RuleKind.NEGATIVE: _negative,
    RuleKind.VOICE: _voice,
    RuleKind.TERM: _term,
    RuleKind.INFLUENCER: _influencer,
}
