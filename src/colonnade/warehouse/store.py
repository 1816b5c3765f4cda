"""The store of facts: what every feature asks for mentions, matches, terms and follows."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from colonnade.warehouse import engagement
from colonnade.warehouse.engines import Engine, Transaction
from colonnade.warehouse.engines.clickhouse import Address, ClickHouseEngine
from colonnade.warehouse.engines.duckdb import DuckDBEngine
from colonnade.warehouse.namings import namings_of
from colonnade.warehouse.ownership import Ownership
from colonnade.warehouse.tables import FACTS, NARROW, TABLES
from colonnade.warehouse.tombstones import Kind, tombstones
from colonnade.warehouse.turns import turn

UNDERSTANDING = (
    "language",
    "sentiment",
    "p_negative",
    "p_neutral",
    "p_positive",
    "understood_by",
    "intents",
)


@dataclass(frozen=True, kw_only=True)
class Added:
    """What became of the rows handed in: each is either new or was known already.

    Attributes:
        new: rows added.
        known: rows that the store had, or that came twice in the same table.
        updated: of the known, those of which a newer measurement changed a figure.
        barred: rows left out because they, or their author, were erased before; neither new nor known.
    """

    new: int
    known: int
    updated: int = 0
    barred: int = 0


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Proof of an erasure.

    Attributes:
        removed: rows removed, by table.
        remaining: rows that still name one of the persons, counted after the commit; always 0.
        rewritten: whether the storage was rewritten, so that the removed bytes are gone from it too.
    """

    removed: dict[str, int]
    remaining: int
    rewritten: bool


class ErasureIncomplete(Exception):
    """Rows of an erased person were found after the erasure."""


class Facts:
    """The facts of one organisation, and of no other.

    ``mentions``, ``matches``, ``namings``, ``terms`` and ``follows`` are unbound Ibis tables, filtered by the
    organisation; build an expression on them and hand it to ``run``. They know no engine and no thread,
    so an expression may be made once and run anywhere.
    """

    def __init__(self, engine: Engine, organization_id: int) -> None:
        self._engine = engine
        self.organization_id = organization_id

    @property
    def mentions(self) -> Any:
        """Posts (``tables.MENTIONS``) without ``organization_id``, as an Ibis table."""
        return self._table("mentions")

    @property
    def matches(self) -> Any:
        """Which saved query a mention matches (``tables.MATCHES``), as an Ibis table."""
        return self._table("matches")

    @property
    def namings(self) -> Any:
        """Each mention once by itself and once for each query it matches (``tables.NAMINGS``).

        What mentions and matches say, ready to be counted: always as they stand, in the same transaction.
        """
        return self._table("namings")

    @property
    def terms(self) -> Any:
        """Words, hashtags and handles of mentions (``tables.TERMS``), as an Ibis table."""
        return self._table("terms")

    @property
    def follows(self) -> Any:
        """Who follows whom (``tables.FOLLOWS``), as an Ibis table."""
        return self._table("follows")

    def _table(self, name: str) -> Any:
        table = ibis.table(ibis.Schema.from_pyarrow(TABLES[name]), name=name)
        return table.filter(table.organization_id == self.organization_id).drop("organization_id")

    def run(self, expression: Any) -> pa.Table:
        """Return the rows of an Ibis expression (a scalar or column becomes a table of one column)."""
        return self._engine.run(expression, organization_id=self.organization_id)

    @property
    def generation(self) -> int:
        """A number that grows with every write of this organisation; an answer is good while it stands."""
        return self._engine.generation(self.organization_id)

    @property
    def removals(self) -> int:
        """How often posts were taken away, for whatever cause; what was made earlier may show them."""
        marks = self._table("tombstones")
        return int(self.run(marks.filter(marks.kind == "removal").count())[0][0].as_py())

    def count(self) -> int:
        """Return how many mentions there are."""
        return int(self.run(self.mentions.count())[0][0].as_py())

    def add_mentions(
        self, rows: pa.Table, *, terms: pa.Table | None = None, matches: pa.Table | None = None
    ) -> Added:
        """Add the mentions that are new, by ``mention_id``, in one transaction.

        Figures of engagement arrive late and out of order; of each, the newest measurement stands, in
        whatever order they come (see ``engagement``).

        Args:
            rows: columns of ``tables.MENTIONS``; ``organization_id`` is set here. A figure without a moment
                was measured when its row came in.
            terms, matches: rows that belong to these mentions. Only those of new mentions are kept, in the
                same transaction: a mention is never stored without its terms, nor its terms twice.
        """
        came = rows.num_rows
        rows = engagement.dated(self._own("mentions", rows))
        with self._engine.write(self.organization_id) as transaction:
            rows = self._allowed(transaction, rows, mention_id="mention", author_id="author")
            barred = came - rows.num_rows
            rows = _one_of_each_mention(rows)
            new = transaction.unknown("mentions", rows, key=("mention_id",))
            updated = self._take_measurements(transaction, rows) if new.num_rows < rows.num_rows else 0
            transaction.append("mentions", new)
            pairs = self._append_of(transaction, "matches", matches, new["mention_id"])
            transaction.append("namings", namings_of(new, pairs))
            self._append_of(transaction, "terms", terms, new["mention_id"])
        known = came - barred - new.num_rows
        return Added(new=new.num_rows, known=known, updated=updated, barred=barred)

    def _take_measurements(self, transaction: Transaction, rows: pa.Table) -> int:
        """Bring the figures of known mentions up to date; return of how many a figure changed."""
        came = self.mentions.mention_id.isin(_keys(rows["mention_id"].combine_chunks()))
        stored = transaction.run(self.mentions.filter(came).select("mention_id", *engagement.COLUMNS))
        known = rows.filter(pc.is_in(rows["mention_id"], value_set=stored["mention_id"].combine_chunks()))
        newer, changed = engagement.changes(stored, engagement.newest(stored, known))
        if newer.num_rows:
            transaction.overwrite("mentions", newer, key=("mention_id",), columns=engagement.COLUMNS)
        if changed.num_rows:
            transaction.overwrite("namings", changed, key=("mention_id",), columns=engagement.FIGURES)
        return int(changed.num_rows)

    def _allowed(self, transaction: Transaction, rows: pa.Table, **columns: Kind) -> pa.Table:
        """Return ``rows`` without those of which an id in ``columns`` was erased.

        Asked in the transaction that adds them, so that no import under way slips past an erasure.
        """
        ours = pa.table({"organization_id": pa.array([self.organization_id], pa.int64())})
        if transaction.unknown("tombstones", ours, key=("organization_id",)).num_rows:
            return rows  # nothing was ever erased
        for column, kind in columns.items():
            marked = tombstones(self.organization_id, kind, rows[column].to_pylist())
            free = transaction.unknown("tombstones", marked, key=("kind", "digest"))["digest"]
            rows = rows.filter(pc.is_in(marked["digest"], value_set=free.combine_chunks()))
        return rows

    def _append_of(self, transaction: Transaction, table: str, rows: pa.Table | None, ids: Any) -> pa.Table:
        """Add those of ``rows`` that belong to the mentions ``ids``, each once, and return them."""
        rows = self._own(table, TABLES[table].empty_table() if rows is None else rows)
        belonging = rows.filter(pc.is_in(rows["mention_id"], value_set=ids.combine_chunks()))
        once = _first_of_each(belonging, _others(table))
        transaction.append(table, once)
        return once

    def add_terms(self, rows: pa.Table) -> Added:
        """Add the terms that are new. Prefer ``add_mentions(terms=...)``, which is one transaction."""
        return self._add_new("terms", rows)

    def add_follows(self, rows: pa.Table) -> Added:
        """Add the follower relations that are new."""
        return self._add_new("follows", rows, follower_id="author", followed_id="author")

    def _add_new(self, table: str, rows: pa.Table, **barring: Kind) -> Added:
        rows = self._own(table, rows)
        came = rows.num_rows
        with self._engine.write(self.organization_id) as transaction:
            rows = self._allowed(transaction, rows, **barring)
            new = transaction.unknown(table, _first_of_each(rows, _others(table)), key=_others(table))
            transaction.append(table, new)
        return Added(new=new.num_rows, known=rows.num_rows - new.num_rows, barred=came - rows.num_rows)

    def replace_matches(self, query_ids: Sequence[int], rows: pa.Table, *, prefix: str = "") -> int:
        """Set which mentions match the queries ``query_ids``; return how many matches these have now.

        Only what differs is written, so that doing it twice costs a read.

        Args:
            rows: ``tables.MATCHES``; each ``query_id`` must be one of ``query_ids``.
            prefix: only mentions whose id begins so are meant; the matches of others stay as they are.

        Raises:
            ValueError: for a row of another query, or of a mention that is not meant.
        """
        rows = _first_of_each(self._own("matches", rows), _others("matches"))
        queries = pa.array(query_ids, pa.int64())
        meant = pc.and_(
            pc.is_in(rows["query_id"], value_set=queries), pc.starts_with(rows["mention_id"], prefix)
        )
        if not pc.all(meant, min_count=0).as_py():
            raise ValueError("a match names a query or a mention that is not being replaced")
        with self._engine.write(self.organization_id) as transaction:
            known = self.matches.filter(self.matches.query_id.isin(_keys(queries)))
            if prefix:
                known = known.filter(known.mention_id.startswith(prefix))
            stored = transaction.run(known)
            stale = stored.join(rows.select(stored.column_names), stored.column_names, join_type="left anti")
            fresh = transaction.unknown("matches", rows, key=_others("matches"))
            transaction.discard("matches", stale, key=stale.column_names)
            transaction.append("matches", fresh)
            changed = [*stale["mention_id"].chunks, *fresh["mention_id"].chunks]
            self._name_anew(transaction, pa.chunked_array(changed, pa.string()).unique())
        return int(rows.num_rows)

    def _name_anew(self, transaction: Transaction, ids: pa.Array) -> None:
        """Bring the namings of these mentions in line with what they match now."""
        if not len(ids):
            return
        transaction.remove("namings", "mention_id", ids)
        posts, pairs = (
            transaction.run(table.filter(table.mention_id.isin(_keys(ids))))
            for table in (self.mentions.select(*NARROW), self.matches)
        )
        transaction.append("namings", self._own("namings", namings_of(posts, pairs)))

    def rebuild_namings(self) -> int:
        """Make all namings anew from mentions and matches, in one transaction; return how many there are.

        Every write keeps them; this is for a store that was changed by other hands.
        """
        made = 0
        with self._engine.write(self.organization_id) as transaction:
            transaction.remove_all("namings")
            for digits in ([digit] for digit in "0123456789abcdef"):  # ids are hashes: sixteen like parts
                posts, pairs = (
                    transaction.run(table.filter(table.mention_id.substr(0, 1).isin(digits)))
                    for table in (self.mentions.select(*NARROW), self.matches)
                )
                made += transaction.append("namings", self._own("namings", namings_of(posts, pairs)))
        return made

    def set_understanding(self, rows: pa.Table) -> int:
        """Overwrite what is understood of known mentions; return how many.

        Args:
            rows: ``mention_id`` and the columns of ``UNDERSTANDING``.
        """
        wanted = [field for field in TABLES["mentions"] if field.name in ("mention_id", *UNDERSTANDING)]
        rows = rows.select([field.name for field in wanted]).cast(pa.schema(wanted))
        with self._engine.write(self.organization_id) as transaction:
            transaction.overwrite("namings", rows, key=("mention_id",), columns=UNDERSTANDING)
            return transaction.overwrite("mentions", rows, key=("mention_id",), columns=UNDERSTANDING)

    def revise(self, rows: pa.Table, *, edited_at: pa.Array, terms: pa.Table, matches: pa.Table) -> list[str]:
        """Give known mentions later words; return the ids of those whose words differ now.

        Wordings come late and out of order: a mention keeps the one that was written last. Its terms and
        matches become those of the new words, in the same transaction.

        Args:
            rows: columns of ``tables.MENTIONS``, each mention once; unknown ones are passed over.
            edited_at: when the words of each row were written; UTC without a zone.
            terms, matches: rows that belong to these words.
        """
        rows = self._own("mentions", rows)
        edits = self._own("edits", pa.table({"mention_id": rows["mention_id"], "edited_at": edited_at}))
        if not self._later(self.run, edits).num_rows:
            return []  # a network shows the same edit again each time that it is asked
        with self._engine.write(self.organization_id) as transaction:
            later = self._later(transaction.run, edits)
            ids = later["mention_id"].combine_chunks()
            news = rows.filter(pc.is_in(rows["mention_id"], value_set=ids))
            words = self.mentions.filter(self.mentions.mention_id.isin(_keys(ids))).select(
                "mention_id", "text"
            )
            same = transaction.run(words).join(
                news.select(["mention_id", "text"]), ["mention_id", "text"], join_type="left semi"
            )
            changed = news.filter(pc.invert(pc.is_in(news["mention_id"], value_set=same["mention_id"])))
            self._reword(transaction, changed, terms=terms, matches=matches)
            transaction.remove("edits", "mention_id", ids)
            transaction.append("edits", later)
        return [str(key) for key in changed["mention_id"].to_pylist()]

    def _later(self, run: Callable[[Any], pa.Table], edits: pa.Table) -> pa.Table:
        """Return the edits of known mentions that no later one is stored of."""
        keys = _keys(edits["mention_id"].combine_chunks())
        known = run(self.mentions.filter(self.mentions.mention_id.isin(keys)).select("mention_id"))
        stored = self._table("edits")
        noted = {
            row["mention_id"]: row["edited_at"]
            for row in run(stored.filter(stored.mention_id.isin(keys))).to_pylist()
        }
        given = zip(edits["mention_id"].to_pylist(), edits["edited_at"].to_pylist(), strict=True)
        later = [key not in noted or noted[key] < moment for key, moment in given]
        return edits.filter(
            pc.and_(pa.array(later), pc.is_in(edits["mention_id"], value_set=known["mention_id"]))
        )

    def _reword(
        self, transaction: Transaction, rows: pa.Table, *, terms: pa.Table, matches: pa.Table
    ) -> None:
        ids = rows["mention_id"].combine_chunks()
        transaction.overwrite("mentions", rows, key=("mention_id",), columns=("text", *UNDERSTANDING))
        for table, fresh in (("terms", terms), ("matches", matches)):
            transaction.remove(table, "mention_id", ids)
            self._append_of(transaction, table, fresh, rows["mention_id"])
        self._name_anew(transaction, ids)

    def withdraw(self, mentions: Iterable[str], *, for_good: bool) -> int:
        """Take mentions from every reader at once; return how many went.

        Their bytes stay in the storage until ``erase`` is called with the same ids, or for another cause.

        Args:
            for_good: whether they are barred from coming back.
        """
        posts = pa.array(sorted(set(mentions)), pa.string())
        with self._engine.write(self.organization_id) as transaction:
            if for_good:
                self._bar(transaction, "mention", posts)
            return self._remove_posts(transaction, posts)["mentions"]

    def _remove_posts(self, transaction: Transaction, posts: pa.Array) -> dict[str, int]:
        self._bar(transaction, "removal", pa.array([uuid4().hex]))
        tables = ("mentions", "terms", "matches", "namings", "edits")
        return {table: transaction.remove(table, "mention_id", posts) for table in tables}

    def erase_authors(self, author_ids: Iterable[str]) -> Receipt:
        """Remove everything of these authors; see ``erase``."""
        return self.erase(authors=author_ids)

    def erase(self, *, authors: Iterable[str] = (), mentions: Iterable[str] = ()) -> Receipt:
        """Remove everything of these authors and these mentions, prove it, and rewrite the storage.

        The authors' posts go with terms and matches, and their follower relations on both sides. A post by
        another person that names them is that person's and stays. What went is barred: it cannot be added
        again (see ``tombstones``). Takes time in proportion to the whole store: erase many in one call. Cut
        off, the same call again ends the work.

        Raises:
            ErasureIncomplete: where a row is found afterwards.
        """
        people = pa.array(sorted(set(authors)), pa.string())
        posts = pa.array(sorted(set(mentions)), pa.string())
        with self._engine.write(self.organization_id) as transaction:
            theirs = self.mentions.author_id.isin(_keys(people)) | self.mentions.mention_id.isin(_keys(posts))
            found = transaction.run(self.mentions.filter(theirs).select("mention_id"))
            posts = pc.unique(pa.concat_arrays([posts, found["mention_id"].combine_chunks()]))
            self._bar(transaction, "author", people)
            self._bar(transaction, "mention", posts)
            removed = self._remove_posts(transaction, posts) | {
                "follows": transaction.remove("follows", "follower_id", people)
                + transaction.remove("follows", "followed_id", people),
            }
        self._engine.rewrite(self.organization_id)
        return self._receipt(removed, authors=people, mentions=posts)

    def _bar(self, transaction: Transaction, kind: Kind, ids: pa.Array) -> None:
        marked = tombstones(self.organization_id, kind, ids.to_pylist())
        transaction.append("tombstones", transaction.unknown("tombstones", marked, key=("kind", "digest")))

    def is_barred(self, kind: Kind, ids: Sequence[str]) -> list[bool]:
        """Return of each id whether it was erased and is kept out."""
        marked, stored = tombstones(self.organization_id, kind, ids), self._table("tombstones")
        known = self.run(stored.filter(stored.digest.isin(_keys(marked["digest"].combine_chunks()))))
        digests = set(known["digest"].to_pylist())
        return [digest in digests for digest in marked["digest"].to_pylist()]

    def _receipt(self, removed: dict[str, int], *, authors: pa.Array, mentions: pa.Array) -> Receipt:
        people, posts = _keys(authors), _keys(mentions)
        left = {
            "mentions": self.mentions.filter(
                self.mentions.author_id.isin(people) | self.mentions.mention_id.isin(posts)
            ),
            "terms": self.terms.filter(self.terms.mention_id.isin(posts)),
            "matches": self.matches.filter(self.matches.mention_id.isin(posts)),
            "namings": self.namings.filter(
                self.namings.author_id.isin(people) | self.namings.mention_id.isin(posts)
            ),
            "edits": self._table("edits").filter(ibis._.mention_id.isin(posts)),
            "follows": self.follows.filter(
                self.follows.follower_id.isin(people) | self.follows.followed_id.isin(people)
            ),
        }
        remaining = {name: int(self.run(rows.count())[0][0].as_py()) for name, rows in left.items()}
        if any(remaining.values()):
            raise ErasureIncomplete(f"rows found after the erasure: {remaining}")
        return Receipt(removed=removed, remaining=0, rewritten=True)

    def erase_all(self) -> Receipt:
        """Remove every fact of the organisation and rewrite the storage; whoever was erased stays barred."""
        with self._engine.write(self.organization_id) as transaction:
            removed = {name: transaction.remove_all(name) for name in FACTS}
            self._bar(transaction, "removal", pa.array([uuid4().hex]))
        self._engine.rewrite(self.organization_id)
        remaining = sum(int(self.run(self._table(name).count())[0][0].as_py()) for name in FACTS)
        if remaining:
            raise ErasureIncomplete(f"{remaining} rows found after the erasure")
        return Receipt(removed=removed, remaining=0, rewritten=True)

    def _own(self, table: str, rows: pa.Table) -> pa.Table:
        """Return ``rows`` in the table's own columns and types, as this organisation's."""
        if "organization_id" in rows.column_names:
            rows = rows.drop_columns(["organization_id"])
        rows = rows.append_column(
            "organization_id", pa.repeat(pa.scalar(self.organization_id, pa.int64()), rows.num_rows)
        )
        return rows.select(TABLES[table].names).cast(TABLES[table])


class Store:
    """The warehouse of all organisations; ``facts`` opens one of them.

    Args:
        ownership: of the file, which one process holds; None where any process may ask.
    """

    def __init__(self, engine: Engine, ownership: Ownership | None = None) -> None:
        self._engine = engine
        self._ownership = ownership

    @classmethod
    def open_file(cls, path: Path) -> "Store":
        """Open the embedded warehouse at ``path``. Raises ``OwnedElsewhere`` or ``NewerWarehouse``."""
        ownership = Ownership(path)
        try:
            return cls(DuckDBEngine(path), ownership)
        except BaseException:
            ownership.release()
            raise

    def announce(self, *, serves_jobs: bool) -> None:
        """Say to other processes, where they cannot open the store themselves, whether to send work here."""
        if self._ownership is not None:
            self._ownership.announce(serves_jobs=serves_jobs)

    def facts(self, organization_id: int) -> Facts:
        """Return the facts of one organisation."""
        return Facts(self._engine, organization_id)

    def close(self) -> None:
        """Write everything out and let other processes in."""
        self._engine.close()
        if self._ownership is not None:
            self._ownership.release()


_opening = threading.Lock()
_stores: dict[tuple[str, str], Store] = {}


def embedded() -> bool:
    """Return whether the settings name a file that one process holds, and not a server for many."""
    return not settings.CLICKHOUSE_URL


def open_store() -> Store:
    """Return this process's store, opened once and shared by all threads.

    It is ClickHouse where ``settings.CLICKHOUSE_URL`` names one, else the file ``settings.WAREHOUSE_PATH``.

    Raises:
        OwnedElsewhere: where another live process holds the file (see ``owner.run_at_owner``).
        NewerWarehouse: where a newer version of Colonnade wrote it.
        WarehouseUnreachable: where no server answers.
    """
    with _opening:
        if _place() not in _stores:
            _stores[_place()] = _open()
        return _stores[_place()]


def close_store() -> None:
    """Close this process's store, if it is open."""
    with _opening:
        store = _stores.pop(_place(), None)
        if store is not None:
            store.close()


def _open() -> Store:
    if embedded():
        return Store.open_file(Path(settings.WAREHOUSE_PATH))
    address = Address.parse(settings.CLICKHOUSE_URL, cluster=settings.CLICKHOUSE_CLUSTER)
    return Store(ClickHouseEngine(address, turns=turn))


def _place() -> tuple[str, str]:
    return str(settings.WAREHOUSE_PATH), settings.CLICKHOUSE_URL


def _others(table: str) -> tuple[str, ...]:
    return tuple(name for name in TABLES[table].names if name != "organization_id")


def _keys(values: pa.Array) -> Any:
    """Return values as a one-column Ibis table's column, which ``isin`` joins instead of listing."""
    return ibis.memtable(pa.table({"key": values})).key


def _first_of_each(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """Return one row of each ``key``: the first that came."""
    grouped = _numbered(rows).group_by(list(key), use_threads=False).aggregate([("row", "min")])
    return rows if grouped.num_rows == rows.num_rows else rows.take(grouped["row_min"])


def _one_of_each_mention(rows: pa.Table) -> pa.Table:
    """Return the first row of each mention, with the newest measurements of all its rows."""
    if pc.count_distinct(rows["mention_id"]).as_py() == rows.num_rows:
        return rows
    newest = engagement.newest(rows)
    merged = _first_of_each(rows, ["mention_id"])
    place = pc.index_in(merged["mention_id"], value_set=newest["mention_id"].combine_chunks())
    newest = newest.take(place)
    for name in engagement.COLUMNS:
        field = TABLES["mentions"].field(name)
        merged = merged.set_column(merged.schema.get_field_index(name), field, newest[name])
    return merged


def _numbered(rows: pa.Table) -> pa.Table:
    return rows.append_column("row", pa.array(np.arange(rows.num_rows)))
