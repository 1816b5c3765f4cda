"""Reads of one organisation's facts, and what every write of them needs."""

from collections.abc import Sequence
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from colonnade.warehouse.engines import Engine, Transaction
from colonnade.warehouse.tables import TABLES
from colonnade.warehouse.tombstones import Kind, tombstones


class Readable:
    """The tables of one organisation, and of no other, as unbound Ibis tables."""

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

    def _bar(self, transaction: Transaction, kind: Kind, ids: pa.Array) -> None:
        marked = tombstones(self.organization_id, kind, ids.to_pylist())
        transaction.append("tombstones", transaction.unknown("tombstones", marked, key=("kind", "digest")))

    def _own(self, table: str, rows: pa.Table) -> pa.Table:
        """Return ``rows`` in the table's own columns and types, as this organisation's."""
        if "organization_id" in rows.column_names:
            rows = rows.drop_columns(["organization_id"])
        rows = rows.append_column(
            "organization_id", pa.repeat(pa.scalar(self.organization_id, pa.int64()), rows.num_rows)
        )
        return rows.select(TABLES[table].names).cast(TABLES[table])


def others(table: str) -> tuple[str, ...]:
    """Return the names of a table's columns without the organisation's."""
    return tuple(name for name in TABLES[table].names if name != "organization_id")


def keys(values: pa.Array) -> Any:
    """Return values as a one-column Ibis table's column, which ``isin`` joins instead of listing."""
    return ibis.memtable(pa.table({"key": values})).key


def first_of_each(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """Return one row of each ``key``: the first that came."""
    grouped = _numbered(rows).group_by(list(key), use_threads=False).aggregate([("row", "min")])
    return rows if grouped.num_rows == rows.num_rows else rows.take(grouped["row_min"])


def _numbered(rows: pa.Table) -> pa.Table:
    return rows.append_column("row", pa.array(np.arange(rows.num_rows)))
