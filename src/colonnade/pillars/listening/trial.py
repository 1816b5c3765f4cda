"""Try a query on stored posts before it is saved: how many it finds, when, which, and which it leaves out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.pillars.listening.matching import POST_COLUMNS, Matcher, Query, posts_of
from colonnade.pillars.listening.matching.documents import Document, Post
from colonnade.pillars.listening.matching.highlight import Piece, highlight
from colonnade.pillars.listening.query import Node, ruled_out, sought, without_exclusions
from colonnade.pillars.listening.query.nodes import Term
from colonnade.pillars.listening.questions.columns import sampled
from colonnade.pillars.listening.questions.statistics import Interval, wilson
from colonnade.ui.charts import Chart, Series
from colonnade.ui.figures import number
from colonnade.warehouse.store import Facts

MOST_TRIED = 50_000
"""Posts that a query is tried on; of more than these a random sample is taken, always the same."""
SHOWN = 10
DAYS_SHOWN = 62  # posts of a longer time are counted by month

_FOUND, _WIDER = 1, 2  # the query, and the query as if it excluded nothing


@dataclass(frozen=True, kw_only=True)
class Example:
    """A post as it is shown.

    Attributes:
        published_at: with its zone.
        pieces: its text, cut where terms stand.
    """

    id: str
    published_at: datetime
    author: str
    channel: str
    language: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a query finds in stored posts.

    Attributes:
        stored: posts there are.
        tried: posts looked at: all, or a random sample.
        found: of these, posts that match.
        estimate: share of stored posts that match, with its interval; None where there is no post.
        excluded: of the posts tried, those that match but for what the query excludes.
        examples, examples_excluded: some of either, at random; in the latter what excludes them is marked.
        chart: posts found by day or month; None where none was found.
    """

    stored: int
    tried: int
    found: int
    estimate: Interval | None
    excluded: int
    examples: Sequence[Example]
    examples_excluded: Sequence[Example]
    chart: Chart | None

    @property
    def is_sample(self) -> bool:
        """Whether only some of the stored posts were looked at."""
        return self.tried < self.stored

    @property
    def sentence(self) -> str:
        """The result in one sentence, with its interval where it is an estimate."""
        if self.estimate is None:
            return _("There are no stored posts to try it on yet.")
        if not self.is_sample:
            return _("%(found)s of %(stored)s stored posts match.") % {
                "found": number(self.found),
                "stored": number(self.stored),
            }
        low, high = (round(share * self.stored) for share in (self.estimate.low, self.estimate.high))
        return _(
            "About %(about)s of %(stored)s stored posts match (95 %% interval %(low)s to %(high)s, from a "
            "random sample of %(tried)s)."
        ) % {
            "about": number(round(self.estimate.value * self.stored)),
            "stored": number(self.stored),
            "low": number(low),
            "high": number(high),
            "tried": number(self.tried),
        }


def try_query(*, facts: Facts, node: Node, zone: ZoneInfo) -> Trial:
    """Match a query against the stored posts, or a sample of them where they are very many.

    Args:
        zone: in which days and months are counted.
    """
    stored = facts.count()
    posts = sampled(facts.mentions, total=stored, most=MOST_TRIED)
    rows = facts.run(posts.select("mention_id", "published_at", *POST_COLUMNS).order_by("mention_id"))
    tried = _Tried(rows, zone)
    found, excluded = tried.judge(node)
    return Trial(
        stored=stored,
        tried=len(tried.posts),
        found=len(found),
        estimate=wilson(len(found), len(tried.posts)) if tried.posts else None,
        excluded=len(excluded),
        examples=[tried.example(place, sought(node)) for place in found[:SHOWN]],
        examples_excluded=[tried.example(place, ruled_out(node)) for place in excluded[:SHOWN]],
        chart=_chart([tried.moment(place).date() for place in found], stored / max(len(tried.posts), 1)),
    )


class _Tried:
    """The posts that a query is tried on, at random but always in the same order."""

    def __init__(self, rows: pa.Table, zone: ZoneInfo) -> None:
        self._rows, self._zone = rows, zone
        self.posts: list[Post] = list(posts_of({name: rows[name].to_pylist() for name in POST_COLUMNS}))

    def judge(self, node: Node) -> tuple[list[int], list[int]]:
        """Return places of the posts that match, and of those that would if nothing were excluded."""
        wider = without_exclusions(node)
        queries = [Query(_FOUND, node)]
        if wider is not None and wider != node:
            queries.append(Query(_WIDER, wider))
        matched: dict[int, set[int]] = {_FOUND: set(), _WIDER: set()}
        for place, query in Matcher(queries).match_all(self.posts):
            matched[query].add(place)
        return sorted(matched[_FOUND]), sorted(matched[_WIDER] - matched[_FOUND])

    def moment(self, place: int) -> datetime:
        """Return when a post was published, in the zone."""
        at: datetime = self._rows["published_at"][place].as_py()
        return at.replace(tzinfo=UTC).astimezone(self._zone)

    def example(self, place: int, terms: Sequence[Term]) -> Example:
        """Return a post with ``terms`` marked."""
        post = self.posts[place]
        return Example(
            id=self._rows["mention_id"][place].as_py(),
            published_at=self.moment(place),
            author=post.author or post.author_id,
            channel=post.channel,
            language=post.language,
            pieces=highlight(Document(post), terms),
        )


def _chart(days: Sequence[date], times: float) -> Chart | None:
    """Return the posts found over time, each counted for so many; None for none."""
    if not days:
        return None
    first, last = min(days), max(days)
    daily = (last - first).days <= DAYS_SHOWN
    steps = _days(first, last) if daily else _months(first, last)
    counts = Counter(day if daily else day.replace(day=1) for day in days)
    busiest = max(steps, key=lambda step: counts[step])
    return Chart(
        key="found-over-time",
        question=_("When were they written?"),
        answer=_("Most on %(day)s.") % {"day": date_format(busiest)}
        if daily
        else _("Most in %(month)s.") % {"month": date_format(busiest, "YEAR_MONTH_FORMAT")},
        kind="bar",
        categories=tuple(step.isoformat() for step in steps),
        series=(Series(name=_("Posts"), values=tuple(round(counts[step] * times) for step in steps)),),
        unit=_("posts"),
        time_axis=True,
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = (divmod(first.month - 1 + ahead, 12) for ahead in range(count))
    return [date(first.year + years, month + 1, 1) for years, month in months]
