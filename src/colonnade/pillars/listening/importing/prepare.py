"""A batch of rows as facts: read, understood, matched, parted into terms. Work without any store."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from colonnade.core.spreadsheet import unguarded
from colonnade.pillars.listening.importing.aside import Aside, is_download
from colonnade.pillars.listening.importing.plan import Plan
from colonnade.pillars.listening.importing.reading import Row
from colonnade.pillars.listening.importing.records import Follow, Post, follow_reader, post_reader
from colonnade.pillars.listening.importing.terms import terms_of
from colonnade.pillars.listening.matching import Matcher, Query, posts_of
from colonnade.pillars.listening.understanding.card import Tier
from colonnade.warehouse.engagement import MOMENTS
from colonnade.warehouse.tables import FOLLOWS, MATCHES, MENTIONS, TERMS


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """What turns rows into facts; the same for all batches of an import.

    Attributes:
        columns: names of the file's columns.
        import_id, imported_at: noted with every post; the time is UTC without a zone.
        tier: how thoroughly posts are understood.
    """

    plan: Plan
    columns: tuple[str, ...]
    queries: tuple[Query, ...]
    import_id: int
    imported_at: datetime
    tier: Tier = "light"


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A batch, ready to be stored.

    Attributes:
        rows: how many data rows went in, blank ones too.
        mentions, terms, matches: for ``Facts.add_mentions``; None for a batch of relations.
        follows: for ``Facts.add_follows``; None for a batch of posts.
        aside: rows that are kept aside.
        blank: rows without any value.
    """

    rows: int
    mentions: pa.Table | None = None
    terms: pa.Table | None = None
    matches: pa.Table | None = None
    follows: pa.Table | None = None
    aside: list[Aside] = field(default_factory=list)
    blank: int = 0


class Kitchen:
    """Prepares batches by one recipe."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._posts = recipe.plan.kind == "posts"
        reader = post_reader if self._posts else follow_reader
        self._read: Any = reader(recipe.plan, recipe.columns)
        self._matcher = Matcher(recipe.queries)
        self._mended = is_download(recipe.columns)

    def prepare(self, rows: Sequence[Row]) -> Prepared:
        """Return the facts in ``rows``, and the rows that hold none."""
        records: list[Any] = []
        aside: list[Aside] = []
        blank = 0
        for row in rows:
            if not row.problem and not any(cell.strip() for cell in row.cells):
                blank += 1
                continue
            try:
                records.append(self._record(row))
            except ValueError as error:
                aside.append(Aside(row.number, str(error), row.cells))
        facts = self._posts_tables(records) if self._posts else _follows_table(records)
        return Prepared(rows=len(rows), aside=aside, blank=blank, **facts)

    def _record(self, row: Row) -> Post | Follow:
        if row.problem:
            raise ValueError(row.problem)
        cells = tuple(unguarded(cell) for cell in row.cells) if self._mended else row.cells
        record: Post | Follow = self._read(cells)
        return record

    def _posts_tables(self, posts: Sequence[Post]) -> dict[str, pa.Table]:
        recipe = self._recipe
        return tables_of_posts(
            posts,
            matcher=self._matcher,
            import_id=recipe.import_id,
            imported_at=recipe.imported_at,
            tier=recipe.tier,
        )


def tables_of_posts(
    posts: Sequence[Post],
    *,
    matcher: Matcher,
    imported_at: datetime,
    tier: Tier,
    import_id: int | None = None,
    source_id: int | None = None,
) -> dict[str, pa.Table]:
    """Return what ``Facts.add_mentions`` takes of posts, by its arguments: "mentions", "terms", "matches".

    Args:
        imported_at: UTC without a zone.
        import_id, source_id: the file or the source that the posts came from.
        tier: how thoroughly they are understood.
    """
    columns: dict[str, Any] = {
        name: [post[place] for post in posts] for place, name in enumerate(Post._fields)
    }
    # Its run time takes a third of a second to load, which only posts on their way should pay.
    from colonnade.pillars.listening.understanding import understand

    understood = understand(columns["text"], tier=tier)
    size = len(posts)
    columns |= {
        "organization_id": [0] * size,  # set by the store
        "imported_at": [imported_at] * size,
        "import_id": [import_id] * size,
        "source_id": [source_id] * size,
        "language": understood.language,
        "sentiment": understood.sentiment,
        "p_negative": understood.p_negative,
        "p_neutral": understood.p_neutral,
        "p_positive": understood.p_positive,
        "understood_by": [understood.model] * size,
        "intents": [" ".join(intents) for intents in understood.intents],
    }
    measured = [moment or imported_at for moment in columns["measured_at"]]
    columns |= dict.fromkeys(MOMENTS.values(), measured)
    keys = columns["mention_id"]
    matched = [(keys[place], query) for place, query in matcher.match_all(posts_of(columns))]
    return {
        "mentions": pa.table({name: columns[name] for name in MENTIONS.names}, schema=MENTIONS),
        "terms": _terms_table(dict(zip(keys, columns["text"], strict=True))),
        "matches": matches_table(matched),
    }


def matches_table(pairs: Sequence[tuple[str, int]]) -> pa.Table:
    """Return (mention id, query id) pairs as rows of ``tables.MATCHES``."""
    return pa.table(
        {
            "organization_id": [0] * len(pairs),
            "mention_id": [mention for mention, _query in pairs],
            "query_id": [query for _mention, query in pairs],
        },
        schema=MATCHES,
    )


def _terms_table(texts: dict[str, str]) -> pa.Table:
    found = [(key, kind, term) for key, text in texts.items() for kind, term in terms_of(text)]
    return pa.table(
        {
            "organization_id": [0] * len(found),
            "mention_id": [key for key, _kind, _term in found],
            "kind": [kind for _key, kind, _term in found],
            "term": [term for _key, _kind, term in found],
        },
        schema=TERMS,
    )


def _follows_table(follows: Sequence[Follow]) -> dict[str, pa.Table]:
    columns: dict[str, list[Any]] = {
        name: [follow[place] for follow in follows] for place, name in enumerate(Follow._fields)
    }
    columns["organization_id"] = [0] * len(follows)
    return {"follows": pa.table({name: columns[name] for name in FOLLOWS.names}, schema=FOLLOWS)}
