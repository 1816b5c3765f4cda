"""Facts come in: each once, with what belongs to it, and with the newest figures."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from colonnade.warehouse import engagement
from colonnade.warehouse.engines import Transaction
from colonnade.warehouse.namings import namings_of
from colonnade.warehouse.store.reading import Readable, first_of_each, keys, others
from colonnade.warehouse.tables import TABLES
from colonnade.warehouse.tombstones import Kind, tombstones


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


class Growing(Readable):
    """Facts that are added to."""

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
        came = self.mentions.mention_id.isin(keys(rows["mention_id"].combine_chunks()))
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
        once = first_of_each(belonging, others(table))
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
            new = transaction.unknown(table, first_of_each(rows, others(table)), key=others(table))
            transaction.append(table, new)
        return Added(new=new.num_rows, known=rows.num_rows - new.num_rows, barred=came - rows.num_rows)


def _one_of_each_mention(rows: pa.Table) -> pa.Table:
    """Return the first row of each mention, with the newest measurements of all its rows."""
    if pc.count_distinct(rows["mention_id"]).as_py() == rows.num_rows:
        return rows
    newest = engagement.newest(rows)
    merged = first_of_each(rows, ["mention_id"])
    place = pc.index_in(merged["mention_id"], value_set=newest["mention_id"].combine_chunks())
    newest = newest.take(place)
    for name in engagement.COLUMNS:
        field = TABLES["mentions"].field(name)
        merged = merged.set_column(merged.schema.get_field_index(name), field, newest[name])
    return merged
