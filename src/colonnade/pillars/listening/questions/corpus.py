"""The posts a question looks at: an organisation's facts, cut by filters and by brands, as Ibis tables."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.columns import asks_question, hour_of, spelt_term, weekday_of
from colonnade.pillars.listening.questions.filters import EVERYTHING, Filters, WrongFilter
from colonnade.pillars.listening.questions.known_people import KNOWN, NOBODY, KnownPeople
from colonnade.pillars.listening.questions.zones import offset_changes
from colonnade.warehouse.store import Facts
from colonnade.warehouse.tables import EVERY


@dataclass(frozen=True)
class Extent:
    """How many posts there are, and from which moment to which (UTC, with zone)."""

    posts: int
    first: datetime | None
    last: datetime | None


class Corpus:
    """An organisation's posts under a set of filters.

    "About us" are posts that match one of our own brands and were not written by our own accounts; with the
    ``brand`` filter set, posts about that brand or every post; with no own brand defined, every post
    (``says_all`` is then true and each answer says so).

    Args:
        facts: the organisation's tables.
        brands: its brand queries.
        filters: the cut.
        zone: the organisation's time zone, in which days and hours are meant.
        posts_url: address of the page that lists posts; drill links add a query to it.
        people: the accounts that the organisation knows.

    Raises:
        WrongFilter: when the ``brand`` or ``topic`` filter names no query of the organisation, the ``unit``
            filter a unit without any, or ``known`` what nobody is.
    """

    def __init__(
        self,
        *,
        facts: Facts,
        brands: Sequence[Brand],
        filters: Filters,
        zone: ZoneInfo,
        posts_url: str = "",
        people: KnownPeople = NOBODY,
    ) -> None:
        self.facts, self.filters, self.zone, self.posts_url = facts, filters, zone, posts_url
        self.people = people
        self.brands = tuple(sorted(brands, key=lambda brand: (brand.kind != "own", brand.name.casefold())))
        self.own = tuple(brand for brand in self.brands if brand.kind == "own")
        self.rivals = tuple(brand for brand in self.brands if brand.kind == "competitor")
        self.topics = tuple(brand for brand in self.brands if brand.kind == "topic")
        self.focus = self._focus()
        self.says_all = not self.focus
        self._within = self._narrowed()

    def _focus(self) -> tuple[Brand, ...]:
        wanted = self.filters.brand.casefold()
        if not wanted:
            return self.own
        if wanted == EVERYTHING:
            return ()
        found = tuple(brand for brand in self.brands if brand.name.casefold() == wanted)
        if not found:
            known = ", ".join(brand.name for brand in self.brands) or _("none yet")
            raise WrongFilter(
                _("There is no brand “%(name)s”; there are: %(known)s.")
                % {"name": self.filters.brand, "known": known}
            )
        return found

    def _narrowed(self) -> tuple[tuple[Brand, ...], ...]:
        """Return the sets of queries of which a post has to match one each, beside the focus."""
        topic, unit, found = self.filters.topic.casefold(), self.filters.unit, []
        if topic:
            found.append(tuple(brand for brand in self.topics if brand.name.casefold() == topic))
            if not found[-1]:
                known = ", ".join(brand.name for brand in self.topics) or _("none yet")
                raise WrongFilter(
                    _("There is no topic “%(name)s”; there are: %(known)s.")
                    % {"name": self.filters.topic, "known": known}
                )
        if unit:
            found.append(tuple(brand for brand in self.brands if brand.unit == unit))
            if not found[-1]:
                raise WrongFilter(
                    _(
                        "No query belongs to the business unit “%(unit)s”: give it one where brands are "
                        "defined."
                    )
                    % {"unit": unit}
                )
        if self.filters.known and self.filters.known.casefold() not in self.people.known_as():
            raise WrongFilter(
                _("Nobody is known as “%(known)s”: people we know are named where brands are.")
                % {"known": self.filters.known}
            )
        return tuple(found)

    def under(self, filters: Filters) -> "Corpus":
        """Return the same facts under other filters."""
        return Corpus(
            facts=self.facts,
            brands=self.brands,
            filters=filters,
            zone=self.zone,
            posts_url=self.posts_url,
            people=self.people,
        )

    @property
    def compared(self) -> tuple[Brand, ...]:
        """Return the brands that share the talk: our own, the competitors, and the one asked about."""
        return tuple(brand for brand in self.brands if brand.kind != "topic" or brand in self.focus)

    @cached_property
    def brand_words(self) -> frozenset[str]:
        """Return the words of all brands' names and terms: what is searched for is no finding."""
        return frozenset().union(*(brand.words() for brand in self.brands))

    # -- words for sentences

    @property
    def subject(self) -> str:
        """Return whom the posts are about, for sentences."""
        return _("everything imported") if self.says_all else _(" and ").join(b.name for b in self.focus)

    def link(self, **changes: object) -> str:
        """Return the address of the rows behind a figure: these filters with some changed."""
        query = self.filters.with_(**changes).query()
        return f"{self.posts_url}?{query}" if query else self.posts_url

    # -- tables

    # Posts are read from ``facts.namings``, which has no texts or addresses: ``full``, ``whole`` and
    # ``with_text`` give what else is stored of them.

    @cached_property
    def everything(self) -> ir.Table:
        """Return every post under the filters, about whichever brand, the company's own posts left out."""
        return self._about(())

    @cached_property
    def about_us(self) -> ir.Table:
        """Return the posts that the question is about."""
        return self._about(self.focus)

    @cached_property
    def background(self) -> ir.Table:
        """Return the other posts under the same filters; none when everything is asked about."""
        if not self.focus:
            return self.everything.limit(0)
        return self.everything.filter(~_matches(self.everything, self.focus))

    def matching(self, posts: ir.Table, brands: Sequence[Brand]) -> ir.Table:
        """Return those of ``posts`` that match one of ``brands``."""
        return posts.filter(_matches(posts, brands))

    def brand_posts(self) -> ir.Table:
        """Return one row per post under the filters and compared brand it names, with ``query_id``."""
        namings = self.facts.namings
        named = namings.filter(namings.query_id.isin([brand.id for brand in self.compared]))
        return self._cut(named).drop("queries")

    def full(self, brands: Sequence[Brand] = ()) -> ir.Table:
        """Return each post that matches one of ``brands``, every post for none, with all that is stored."""
        if brands or self._within:
            return self.whole(self._about(brands))
        return self._cut(self.facts.mentions)

    def whole(self, posts: ir.Table) -> ir.Table:
        """Return ``posts`` with all that is stored of them (``warehouse.tables.MENTIONS``)."""
        return self.facts.mentions.semi_join(posts, "mention_id")

    def with_text(self, posts: ir.Table) -> ir.Table:
        """Return ``posts`` with their ``text``."""
        return posts.inner_join(self.facts.mentions.select("mention_id", "text"), "mention_id")

    def _about(self, brands: Sequence[Brand]) -> ir.Table:
        """Return each post under the filters that matches one of ``brands``, once; every post for none."""
        namings = self.facts.namings
        ids = [brand.id for brand in brands] or [EVERY]
        rows = namings.filter(namings.query_id.isin(ids))
        if len(ids) > 1:  # of a post that matches several, the row of the first
            rows = rows.filter(rows.queries.filter(lambda query: query.isin(ids))[0] == rows.query_id)
        return self._cut(rows).drop("query_id")

    def count(self, mentions: ir.Table) -> int:
        """Return how many rows there are."""
        return int(str(self.rows(mentions.aggregate(n=column.count()))[0]["n"]))

    def run(self, expr: ir.Expr) -> pa.Table:
        """Return the rows of ``expr``."""
        return self.facts.run(expr)

    def taken(self, rows: ir.Table) -> ir.Table:
        """Return ``rows`` read once and held in memory: for a sample that is asked several times."""
        return ibis.memtable(self.run(rows))

    def rows(self, expr: ir.Expr) -> list[dict[str, object]]:
        """Return the rows of a small result as dictionaries."""
        found: list[dict[str, object]] = self.run(expr).to_pylist()
        return found

    def _without_accounts(self, posts: ir.Table) -> ir.Table:
        accounts = sorted(frozenset().union(*(brand.handles() for brand in self.own)))
        if not accounts or self.filters.author:
            return posts
        return posts.filter(posts.author_handle.isnull() | ~posts.author_handle.lower().isin(accounts))

    def written_by(self, accounts: Collection[str]) -> ir.Table:
        """Return the posts under the filters that these accounts wrote, the company's own included.

        Args:
            accounts: handles, casefolded, on whichever channel.
        """
        namings = self.facts.namings
        theirs = namings.filter(
            namings.query_id == EVERY, namings.author_handle.lower().isin(sorted(accounts))
        )
        return self._cut(theirs, ours=True).drop("query_id")

    def _cut(self, posts: ir.Table, *, ours: bool = False) -> ir.Table:
        filters, kept = self.filters, []
        if filters.since:
            kept.append(column.published_at >= self.starts(filters.since))
        if filters.until:
            kept.append(column.published_at < self.starts(filters.until + timedelta(days=1)))
        for name, value in (
            ("channel", filters.channel),
            ("language", filters.language),
            ("sentiment", filters.sentiment),
            ("author_id", filters.author),
            ("place", filters.place),
            ("community", filters.community),
        ):
            if value:
                kept.append(column[name] == value)
        if filters.intent:
            kept.append(column.intents.contains(filters.intent))
        kept += [_matches(posts, queries) for queries in self._within]
        cut = posts.filter(*kept) if kept else posts
        cut = self._timed(self._worded(cut if ours else self._without_accounts(cut)))
        return self.people.writing(cut, filters.known).drop(*KNOWN) if filters.known else cut

    def _worded(self, posts: ir.Table) -> ir.Table:
        """Return those of ``posts`` whose text is as the filters want it."""
        filters, kept = self.filters, []
        texts = posts if "text" in posts.columns else self.facts.mentions.select("mention_id", "text")
        if filters.text:
            kept.append(texts.text.lower().contains(filters.text.lower()))
        if filters.asks:
            kept.append(asks_question(texts.text))
        if kept:
            read = texts.filter(*kept)
            posts = read if texts is posts else posts.semi_join(read, "mention_id")
        return posts.semi_join(self._holding(filters.term), "mention_id") if filters.term else posts

    def _holding(self, term: str) -> ir.Table:
        terms = self.facts.terms
        wanted = [spelt_term(part) for part in term.split(",") if part.strip("#@ ")]
        if not wanted:
            return terms.limit(0)
        return terms.filter(ibis.or_(*((terms.kind == kind) & (terms.term == bare) for kind, bare in wanted)))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC).replace(tzinfo=None)

    # -- time in the organisation's zone

    def _timed(self, mentions: ir.Table) -> ir.Table:
        if self.filters.weekday is None and self.filters.hour is None:
            return mentions
        local = self.local_seconds(mentions)
        if self.filters.weekday is not None:
            mentions = mentions.filter(weekday_of(local) == self.filters.weekday)
        if self.filters.hour is not None:
            mentions = mentions.filter(hour_of(local) == self.filters.hour)
        return mentions

    def local_seconds(self, mentions: ir.Table) -> ir.IntegerValue:
        """Return each post's seconds since 1970 on the wall clock of the organisation's zone.

        The zone's changes of offset are written out, so that no engine needs a time zone of its own.
        """
        seconds = mentions.published_at.epoch_seconds()
        changes = offset_changes(self.zone, *self._bounds)
        *earlier, (_start, last) = changes
        if not earlier:
            return seconds + last
        branches = [
            (seconds < changes[place + 1][0], offset) for place, (_start, offset) in enumerate(earlier)
        ]
        return seconds + ibis.cases(*branches, else_=last)

    @cached_property
    def _bounds(self) -> tuple[datetime, datetime]:
        stored = self.facts.namings.filter(column.query_id == EVERY).aggregate(
            first=column.published_at.min(), last=column.published_at.max()
        )
        row = self.rows(stored)[0]
        first, last = row["first"], row["last"]
        if not isinstance(first, datetime) or not isinstance(last, datetime):
            moment = datetime(2000, 1, 1, tzinfo=UTC)
            return moment, moment
        return first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)

    @cached_property
    def extent(self) -> Extent:
        """Return how many posts the question is about, and from when to when."""
        row = self.rows(
            self.about_us.aggregate(
                posts=column.count(),
                first=column.published_at.min(),
                last=column.published_at.max(),
            )
        )[0]
        first, last = row["first"], row["last"]
        return Extent(
            int(str(row["posts"])),
            first.replace(tzinfo=UTC) if isinstance(first, datetime) else None,
            last.replace(tzinfo=UTC) if isinstance(last, datetime) else None,
        )

    def starts(self, day: date) -> ir.TimestampScalar:
        """Return the moment at which ``day`` begins in the organisation's zone, as it is stored."""
        return ibis.timestamp(self._midnight(day))

    def day(self, moment: datetime) -> date:
        """Return the day of ``moment`` in the organisation's zone."""
        return moment.astimezone(self.zone).date()


def _matches(posts: ir.Table, brands: Sequence[Brand]) -> ir.BooleanValue:
    """Return the condition that a post matches one of ``brands``; never, where there are none."""
    return ibis.or_(*(posts.queries.contains(brand.id) for brand in brands))
