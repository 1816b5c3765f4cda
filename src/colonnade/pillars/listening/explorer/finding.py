"""The posts of a search: page by page, all of them in batches, or their ids.

The warehouse rules out what it can (``narrowing``); the matcher decides about the rest, in the order of the
list and only until a page is full. The result is that of looking at every post.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from colonnade.organization.models import Organization
from colonnade.pillars.listening.explorer.narrowing import narrowed
from colonnade.pillars.listening.explorer.ordering import Place, behind, ordered, ranked, read_place
from colonnade.pillars.listening.explorer.search import UNTAGGED, Search
from colonnade.pillars.listening.explorer.showing import shown
from colonnade.pillars.listening.explorer.tagging import tagged_ids
from colonnade.pillars.listening.matching import POST_COLUMNS, Matcher, Query, posts_of
from colonnade.pillars.listening.questions.asking import corpus_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.posts import PAGE, Post
from colonnade.warehouse.store import Facts

_FIRST_LOOK = 4 * PAGE
_LATER_LOOKS = 20_000
"""Posts that are fetched for the matcher at once: few at first, since a page is often full with those."""
Row = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """A page of posts.

    Attributes:
        newer, older: what a page before and behind this one is asked by; empty where there is none.
    """

    posts: Sequence[Post]
    newer: str = ""
    older: str = ""


class Finding:
    """The posts that a search finds.

    Args:
        corpus: the organisation's posts under the search's filters.
        only: ids to which the search is confined; all where it is None.

    Raises:
        QueryRefused: for a query without a meaning.
    """

    def __init__(self, corpus: Corpus, search: Search, *, only: Sequence[str] | None = None) -> None:
        self.corpus, self.search, self._only = corpus, search, only
        self.node = search.node()

    @cached_property
    def candidates(self) -> ir.Table:
        """The posts that are left when the warehouse has ruled out what it can."""
        posts = self.corpus.full(self.corpus.focus)
        if self._only is not None:
            posts = posts.filter(posts.mention_id.isin(_keys(self._only)))
        posts = self._tagged(posts)
        condition = None if self.node is None else narrowed(posts, self.node)
        return posts if condition is None else posts.filter(condition)

    def _tagged(self, posts: ir.Table) -> ir.Table:
        tags = self.search.tags
        if not tags:
            return posts
        organization_id = self.corpus.facts.organization_id
        keys = [tag for tag in tags if tag != UNTAGGED]
        wanted = posts.mention_id.isin(_keys(tagged_ids(organization_id, keys)))
        if UNTAGGED in tags:
            wanted |= ~posts.mention_id.isin(_keys(tagged_ids(organization_id)))
        return posts.filter(wanted)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher([] if self.node is None else [Query(1, self.node)])

    def decided(self, rows: pa.Table) -> pa.Table:
        """Return those of ``rows``, which hold ``POST_COLUMNS``, that the query matches."""
        if self.node is None:
            return rows
        posts = posts_of({name: rows[name].to_pylist() for name in POST_COLUMNS})
        places = [place for place, _query in self._matcher.match_all(posts)]
        return rows.take(pa.array(places, pa.int64()))

    def page(self, *, after: str = "", before: str = "") -> FoundPage:
        """Return the first page, or the one behind ``after``, or the one before ``before``.

        Raises:
            WrongFilter: for a place that is none.
        """
        place = read_place(after or before) if after or before else None
        backwards = bool(before and not after)
        rows = self._first(PAGE + 1, place, backwards=backwards)
        more, rows = len(rows) > PAGE, rows[:PAGE]
        if backwards:
            rows.reverse()
        edges = (Place.of(rows[0]).written(), Place.of(rows[-1]).written()) if rows else ("", "")
        return FoundPage(
            posts=shown(rows, corpus=self.corpus, node=self.node),
            newer=edges[0] if (more if backwards else place) else "",
            older=edges[1] if (place if backwards else more) else "",
        )

    def rows(self, *, after: str = "", most: int) -> tuple[list[Row], str]:
        """Return some posts as rows of the warehouse, and behind which to go on; empty at the end.

        Raises:
            WrongFilter: for a place that is none.
        """
        rows = self._first(most + 1, read_place(after) if after else None, backwards=False)
        return rows[:most], Place.of(rows[most - 1]).written() if len(rows) > most else ""

    def _first(self, most: int, place: Place | None, *, backwards: bool) -> list[Row]:
        found: list[Row] = []
        for rows in self._looks(place, backwards=backwards):
            found += self.decided(rows).slice(0, most - len(found)).to_pylist()
            if len(found) >= most:
                break
        return found

    def _looks(self, place: Place | None, *, backwards: bool = False) -> Iterator[pa.Table]:
        """Yield the candidates in their order, few first and then many at once."""
        order = self.search.order
        posts = ranked(self.candidates, order)
        size = PAGE + 1 if self.node is None else _FIRST_LOOK
        while True:
            rest = posts if place is None else posts.filter(behind(posts, order, place, backwards=backwards))
            rows = self.corpus.run(
                self._whole(ordered(rest, order, backwards=backwards).limit(size), backwards=backwards)
            )
            yield rows
            if rows.num_rows < size:
                return
            place, size = Place.of(rows.slice(rows.num_rows - 1).to_pylist()[0]), _LATER_LOOKS

    def _whole(self, posts: ir.Table, *, backwards: bool) -> ir.Table:
        """Return posts in order with all that is stored of them, which is read of these few only."""
        if self.node is not None:
            return posts
        order = self.search.order
        return ordered(ranked(self.corpus.whole(posts), order), order, backwards=backwards)

    def batches(self) -> Iterator[list[Row]]:
        """Yield all posts that are found as rows of the warehouse, in the search's order."""
        for rows in self._looks(None):
            found = self.decided(rows).to_pylist()
            if found:
                yield found

    def ids(self, *, most: int) -> list[str]:
        """Return the ids of the posts that are found, ``most`` at most, newest first."""
        found: list[str] = []
        newest = Finding(self.corpus, replace(self.search, order="newest"), only=self._only)
        for rows in newest.batches():
            found += [str(row["mention_id"]) for row in rows]
            if len(found) >= most:
                break
        return found[:most]


def _keys(values: Sequence[str]) -> ir.Column:
    """Return values as a column of a table, which an engine joins instead of reading a list."""
    return ibis.memtable(pa.table({"key": pa.array(values, pa.string())})).key


def find(
    *, organization: Organization, facts: Facts, search: Search, only: Sequence[str] | None = None
) -> Finding:
    """Return what a search finds among an organisation's posts.

    Raises:
        QueryRefused: for a query without a meaning.
        WrongFilter: for a filter that names nothing known.
    """
    corpus = corpus_of(organization=organization, facts=facts, filters=search.filters)
    return Finding(corpus, search, only=only)


def stored_ids(facts: Facts, mention_ids: Sequence[str]) -> list[str]:
    """Return those of ``mention_ids`` that are posts of the organisation, each once and in their order."""
    mentions = facts.mentions
    rows = facts.run(mentions.filter(mentions.mention_id.isin(_keys(mention_ids))).select("mention_id"))
    known = set(rows["mention_id"].to_pylist())
    return [one for one in dict.fromkeys(mention_ids) if one in known]
