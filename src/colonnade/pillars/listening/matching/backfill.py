"""Match what is stored against queries that are new or have changed, part by part."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import pyarrow as pa

from colonnade.pillars.listening.matching.documents import POST_COLUMNS, posts_of
from colonnade.pillars.listening.matching.matcher import Matcher, Query
from colonnade.warehouse.store import Facts
from colonnade.warehouse.tables import MATCHES

_AT_ONCE = 200_000  # posts whose texts are held in memory together
_HEX = "0123456789abcdef"

Progress = Callable[[int, int | None, str], None]


@dataclass(frozen=True)
class Part:
    """A part of the posts whose matches are stored.

    Attributes:
        number: which of the parts, counted from 1.
        posts: how many posts it held.
        found: how many matches they have.
    """

    number: int
    posts: int
    found: int


def parts_for(posts: int) -> int:
    """Return into how many parts that many posts are divided: a power of 16, 1 where they are few."""
    parts = 1
    while posts / parts > _AT_ONCE:
        parts *= 16
    return parts


def backfill(*, facts: Facts, queries: Sequence[Query], parts: int, done: int = 0) -> Iterator[Part]:
    """Match all stored posts against ``queries``, and yield each part when its matches are stored.

    A part gains what it lacks and loses what is stale in one transaction; doing it again changes nothing.

    Args:
        parts: into how many parts the posts are divided, by ``parts_for``.
        done: parts that were stored before, which are left out.
    """
    matcher = Matcher(queries)
    ids = [query.id for query in queries]
    for number, prefix in enumerate(_prefixes(parts), start=1):
        if number <= done:
            continue
        posts = facts.mentions
        if prefix:
            posts = posts.filter(posts.mention_id.startswith(prefix))
        rows = facts.run(posts.select("mention_id", *POST_COLUMNS))
        found = facts.replace_matches(ids, _matches(matcher, rows), prefix=prefix)
        yield Part(number, rows.num_rows, found)


def rematch(
    *, facts: Facts, queries: Sequence[Query], gone: Sequence[int] = (), on_progress: Progress
) -> int:
    """Match all stored posts against ``queries`` in one go and return how many matches were found.

    Args:
        gone: ids of queries that are no more; their matches are removed.
        on_progress: called with (posts done, posts in all, a line for people); what it raises passes.
    """
    forget(facts=facts, query_ids=gone)
    total, done, found = facts.count() if queries else 0, 0, 0
    for part in backfill(facts=facts, queries=queries, parts=parts_for(total)) if queries else ():
        done, found = done + part.posts, found + part.found
        on_progress(done, total, "")
    return found


def forget(*, facts: Facts, query_ids: Sequence[int]) -> None:
    """Remove the matches of queries that are no more."""
    if query_ids:
        facts.replace_matches(query_ids, _table([], []))


def _prefixes(parts: int) -> Iterator[str]:
    """Yield prefixes that part the mention ids, which are evenly spread hashes, into so many groups."""
    digits = 0
    while 16**digits < parts:
        digits += 1
    return ("".join(letters) for letters in product(_HEX, repeat=digits))


def _matches(matcher: Matcher, rows: pa.Table) -> pa.Table:
    mentions = rows["mention_id"].to_pylist()
    columns = {name: rows[name].to_pylist() for name in POST_COLUMNS}
    found = matcher.match_all(posts_of(columns))
    return _table([mentions[place] for place, _query in found], [query for _place, query in found])


def _table(mentions: list[str], queries: list[int]) -> pa.Table:
    columns = {"organization_id": [0] * len(mentions), "mention_id": mentions, "query_id": queries}
    return pa.table(columns, schema=MATCHES)  # the store sets the organisation
