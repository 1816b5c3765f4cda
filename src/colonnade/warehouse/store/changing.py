"""What is said of stored facts changes: what they match, how they are understood, their words."""

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from colonnade.warehouse.engines import Transaction
from colonnade.warehouse.namings import namings_of
from colonnade.warehouse.store.adding import Growing
from colonnade.warehouse.store.reading import first_of_each, keys, others
from colonnade.warehouse.tables import NARROW, TABLES

UNDERSTANDING = (
    "language",
    "sentiment",
    "p_negative",
    "p_neutral",
    "p_positive",
    "understood_by",
    "intents",
)


class Changing(Growing):
    """Facts that are changed."""

    def replace_matches(self, query_ids: Sequence[int], rows: pa.Table, *, prefix: str = "") -> int:
        """Set which mentions match the queries ``query_ids``; return how many matches these have now.

        Only what differs is written, so that doing it twice costs a read.

        Args:
            rows: ``tables.MATCHES``; each ``query_id`` must be one of ``query_ids``.
            prefix: only mentions whose id begins so are meant; the matches of others stay as they are.

        Raises:
            ValueError: for a row of another query, or of a mention that is not meant.
        """
        rows = first_of_each(self._own("matches", rows), others("matches"))
        queries = pa.array(query_ids, pa.int64())
        meant = pc.and_(
            pc.is_in(rows["query_id"], value_set=queries), pc.starts_with(rows["mention_id"], prefix)
        )
        if not pc.all(meant, min_count=0).as_py():
            raise ValueError("a match names a query or a mention that is not being replaced")
        with self._engine.write(self.organization_id) as transaction:
            known = self.matches.filter(self.matches.query_id.isin(keys(queries)))
            if prefix:
                known = known.filter(known.mention_id.startswith(prefix))
            stored = transaction.run(known)
            stale = stored.join(rows.select(stored.column_names), stored.column_names, join_type="left anti")
            fresh = transaction.unknown("matches", rows, key=others("matches"))
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
            transaction.run(table.filter(table.mention_id.isin(keys(ids))))
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
            words = self.mentions.filter(self.mentions.mention_id.isin(keys(ids))).select(
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
        ids = keys(edits["mention_id"].combine_chunks())
        known = run(self.mentions.filter(self.mentions.mention_id.isin(ids)).select("mention_id"))
        stored = self._table("edits")
        noted = {
            row["mention_id"]: row["edited_at"]
            for row in run(stored.filter(stored.mention_id.isin(ids))).to_pylist()
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
