"""How many posts a search finds, and when they were written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import ibis.expr.types as ir
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.pillars.listening.explorer.finding import Finding
from colonnade.pillars.listening.matching import POST_COLUMNS
from colonnade.pillars.listening.questions.columns import day_of, sampled
from colonnade.pillars.listening.questions.statistics import Interval, wilson
from colonnade.ui.figures import number

MOST_DECIDED = 100_000
"""Posts that the matcher looks at to count; of more candidates a random sample is taken, always the same."""
MOST_BARS = 62
KEPT_SECONDS = 3600
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Posts from one day to another, both included, in the organisation's zone."""

    first: date
    last: date
    posts: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many posts a search finds.

    Attributes:
        posts: counted, or estimated where there is an interval.
        low, high: the 95 % interval of an estimate; None where every post was counted.
        looked_at: posts in the sample that the estimate rests on.
        bars: the posts over time, each bar as many days as all others.
    """

    posts: int
    low: int | None = None
    high: int | None = None
    looked_at: int = 0
    bars: tuple[Bar, ...] = ()

    @property
    def sentence(self) -> str:
        """The count in words; an estimate with its interval."""
        if self.low is None or self.high is None:
            return ngettext("%(n)s post", "%(n)s posts", self.posts) % {"n": number(self.posts)}
        return _("about %(n)s posts (95 %% interval %(low)s to %(high)s, from a sample of %(looked_at)s)") % {
            "n": number(self.posts),
            "low": number(self.low),
            "high": number(self.high),
            "looked_at": number(self.looked_at),
        }

    @property
    def most(self) -> int:
        """Posts of the highest bar."""
        return max((bar.posts for bar in self.bars), default=0)


def tally(finding: Finding) -> Tally:
    """Count what a search finds; the count is kept while the posts stand, unless tags are asked for."""
    if finding.search.tags:
        return _counted(finding)
    corpus = finding.corpus
    said = (
        corpus.facts.organization_id,
        corpus.facts.generation,
        finding.search.with_(order="newest").address(),
        corpus.brands,
        str(corpus.zone),
    )
    key = f"explorer-tally-{sha256(repr(said).encode()).hexdigest()}"
    found: Tally | None = cache.get(key)
    if found is None:
        found = _counted(finding)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _counted(finding: Finding) -> Tally:
    posts = finding.candidates
    day = day_of(finding.corpus.local_seconds(posts)).name("day")
    if finding.node is None:
        rows = finding.corpus.rows(posts.group_by(day).aggregate(posts=posts.count()))
        days = {_day(row["day"]): int(str(row["posts"])) for row in rows}
        return Tally(posts=sum(days.values()), bars=_bars(days))
    candidates = finding.corpus.count(posts)
    return _decided(finding, posts, day, candidates)


def _decided(finding: Finding, posts: ir.Table, day: ir.Column, candidates: int) -> Tally:
    with_day = posts.mutate(day)
    rows = finding.corpus.run(
        sampled(with_day, total=candidates, most=MOST_DECIDED).select("day", *POST_COLUMNS)
    )
    found = finding.decided(rows)
    days = Counter(_day(value) for value in found["day"].to_pylist())
    if rows.num_rows == candidates:
        return Tally(posts=found.num_rows, bars=_bars(days))
    times = candidates / max(rows.num_rows, 1)
    share: Interval = wilson(found.num_rows, rows.num_rows)
    return Tally(
        posts=round(found.num_rows * times),
        low=round(share.low * candidates),
        high=round(share.high * candidates),
        looked_at=rows.num_rows,
        bars=_bars({day: round(count * times) for day, count in days.items()}),
    )


def _day(value: object) -> date:
    return _EPOCH + timedelta(days=int(str(value)))


def _bars(days: Mapping[date, int]) -> tuple[Bar, ...]:
    """Return the posts over time: by day, or by so many days that there are not too many bars."""
    if not days:
        return ()
    first, last = min(days), max(days)
    width = (last - first).days // MOST_BARS + 1
    counts: Counter[int] = Counter()
    for day, posts in days.items():
        counts[(day - first).days // width] += posts
    return tuple(
        Bar(
            first=first + timedelta(days=at * width),
            last=min(first + timedelta(days=at * width + width - 1), last),
            posts=counts[at],
        )
        for at in range((last - first).days // width + 1)
    )
