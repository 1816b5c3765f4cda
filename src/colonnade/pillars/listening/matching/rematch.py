"""Match what is stored against queries that are new or have changed."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product

import pyarrow as pa

from colonnade.pillars.listening.matching.documents import POST_COLUMNS, posts_of
from colonnade.pillars.listening.matching.matcher import Matcher, Query
from colonnade.warehouse.store import Facts
from colonnade.warehouse.tables import MATCHES

_AT_ONCE = 200_000  # posts whose texts are held in memory together
_HEX = "0123456789abcdef"

Progress = Callable[[int, int | None, str], None]


def rematch(
    *, facts: Facts, queries: Sequence[Query], gone: Sequence[int] = (), on_progress: Progress
) -> int:
    """Match all stored posts against ``queries`` and return how many matches were found.

    Nothing changes until the end, when the old matches give way to the new at once.

    Args:
        gone: ids of queries that are no more; their matches are removed.
        on_progress: called with (posts done, posts in all, a line for people); what it raises passes.
    """
    matcher = Matcher(queries)
    total, done = facts.count() if queries else 0, 0
    found = [_table([], [])]
    for prefix in _prefixes(total) if queries else ():
        posts = facts.mentions
        if prefix:
            posts = posts.filter(posts.mention_id.startswith(prefix))
        rows = facts.run(posts.select("mention_id", *POST_COLUMNS))
        found.append(_matches(matcher, rows))
        done += rows.num_rows
        on_progress(done, total, "")
    ids = [*(query.id for query in queries), *gone]
    return facts.replace_matches(ids, pa.concat_tables(found))


def _prefixes(total: int) -> Iterator[str]:
    """Yield prefixes that part the mention ids, which are evenly spread hashes, into small groups."""
    digits = 0
    while total / 16**digits > _AT_ONCE:
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
