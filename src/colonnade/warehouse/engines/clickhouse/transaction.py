"""Writes of one organisation under one number; see ``layout`` for what that means."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from colonnade.warehouse.engines.clickhouse import layout, reading
from colonnade.warehouse.tables import TABLES


class ClickHouseTransaction:
    """See ``Transaction``. What it writes is seen by itself at once, and by others when it is committed.

    Args:
        number: of this write; greater than that of every write of the organisation before it.
    """

    def __init__(self, client: Any, *, organization_id: int, number: int) -> None:
        self._client = client
        self._organization_id = organization_id
        self._number = number
        self._next_stamp = layout.first_stamp(number)

    def unknown(self, table: str, rows: pa.Table, *, key: Sequence[str]) -> pa.Table:
        """See ``Transaction.unknown``."""
        if rows.num_rows == 0:
            return rows
        keys = self._query(self._among(table, key, key, "DISTINCT "), rows.select(key))
        known = reading.conformed(keys, pa.schema([rows.schema.field(name) for name in key]))
        found, _known = _paired(rows, known, key)
        missing = pc.invert(pc.is_in(pa.array(range(rows.num_rows), pa.int64()), value_set=found))
        return rows.filter(missing)

    def append(self, table: str, rows: pa.Table) -> int:
        """See ``Transaction.append``."""
        rows = rows.select(TABLES[table].names)
        self._insert(table, self._stamped(rows))
        return int(rows.num_rows)

    def overwrite(self, table: str, rows: pa.Table, *, key: Sequence[str], columns: Sequence[str]) -> int:
        """See ``Transaction.overwrite``."""
        if rows.num_rows == 0:
            return 0
        names = TABLES[table].names
        stored = self._query(self._among(table, (*names, "stamp"), key), rows.select(key))
        mine, theirs = _paired(stored, rows, key)
        old, news = stored.take(mine), rows.take(theirs)
        new = old.select(names)
        for name in columns:
            place, field = names.index(name), TABLES[table].field(name)
            new = new.set_column(place, field, news[name].cast(field.type))
        self._insert("endings", self._endings(table, old["stamp"]))
        self._insert(table, self._stamped(new))
        return int(new.num_rows)

    def remove(self, table: str, column: str, values: pa.Array) -> int:
        """See ``Transaction.remove``."""
        return self._take_away(table, (column,), pa.table({column: values}))

    def discard(self, table: str, rows: pa.Table, *, key: Sequence[str]) -> int:
        """See ``Transaction.discard``."""
        return self._take_away(table, key, rows.select(key))

    def remove_all(self, table: str) -> int:
        """See ``Transaction.remove_all``."""
        return self._end(table, "true", {})

    def run(self, expression: Any) -> pa.Table:
        """See ``Transaction.run``."""
        return reading.run(
            self._client, expression, visible=lambda table: self._visible(table, TABLES[table].names)
        )

    def _take_away(self, table: str, key: Sequence[str], rows: pa.Table) -> int:
        if rows.num_rows == 0:
            return 0
        return self._end(table, _in(key), {"external_data": reading.external("incoming", rows)})

    def _end(self, table: str, where: str, beside: Mapping[str, Any]) -> int:
        """Note that the rows for which ``where`` holds end with this write; return how many."""
        found = self._client.query_arrow(self._visible(table, ("count() AS n",), where), **beside)
        if rows := int(found["n"][0].as_py()):
            ending = f"{self._organization_id}, '{table}', stamp, {self._number}"
            self._client.command(
                f"INSERT INTO endings (organization_id, fact, stamp, until) "
                f"SELECT {ending} FROM ({self._visible(table, ('stamp',), where)})",
                **beside,
            )
        return rows

    def _among(self, table: str, columns: Sequence[str], key: Sequence[str], distinct: str = "") -> str:
        """Return the query for visible rows whose ``key`` is that of one of the rows sent along."""
        visible = self._visible(table, tuple(dict.fromkeys((*columns, *key))), _in(key))
        return f"SELECT {distinct}{', '.join(columns)} FROM ({visible})"

    def _query(self, statement: str, incoming: pa.Table) -> pa.Table:
        sent = reading.external("incoming", incoming)
        found = self._client.query_arrow(statement, external_data=sent, use_strings=True)
        types = {field.name: field for table in TABLES.values() for field in table}
        schema = pa.schema([types.get(name, pa.field(name, pa.uint64())) for name in found.column_names])
        return reading.conformed(found, schema)

    def _visible(self, table: str, columns: Sequence[str], where: str = "true") -> str:
        return layout.visible(
            table, columns, organization_id=self._organization_id, number=self._number, where=where
        )

    def _stamped(self, rows: pa.Table) -> pa.Table:
        first, self._next_stamp = self._next_stamp, self._next_stamp + rows.num_rows
        stamps = np.arange(first, self._next_stamp, dtype=np.uint64)
        return rows.append_column("stamp", pa.array(stamps))

    def _endings(self, table: str, stamps: pa.ChunkedArray) -> pa.Table:
        same = {"organization_id": self._organization_id, "fact": table, "until": self._number}
        columns = {name: pa.repeat(value, len(stamps)) for name, value in same.items()}
        return pa.table({**columns, "stamp": stamps})

    def _insert(self, table: str, rows: pa.Table) -> None:
        if rows.num_rows:
            self._client.insert_arrow(table, rows)


def _in(key: Sequence[str]) -> str:
    """Return the condition that a row's ``key`` is among the rows sent along."""
    names = ", ".join(key)
    return f"({names}) IN (SELECT {names} FROM incoming)"


def _paired(left: pa.Table, right: pa.Table, key: Sequence[str]) -> tuple[pa.Array, pa.Array]:
    """Return the row numbers, in ``left`` and in ``right``, of each pair of rows with the same ``key``."""

    def numbered(rows: pa.Table, name: str) -> pa.Table:
        return rows.select(key).append_column(name, pa.array(range(rows.num_rows), pa.int64()))

    pairs = numbered(left, "mine").join(numbered(right, "theirs"), list(key), join_type="inner")
    return pairs["mine"].combine_chunks(), pairs["theirs"].combine_chunks()
