"""The embedded engine: DuckDB over one native file. The only module that speaks DuckDB's SQL."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.operations as ops
import pyarrow as pa

from colonnade.warehouse.engines import NewerWarehouse
from colonnade.warehouse.engines.duckdb_migrations import MIGRATIONS
from colonnade.warehouse.tables import TABLES

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,  # an installation without internet must behave the same
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,  # no question depends on it, and loads need less memory
}


class DuckDBEngine:
    """One file, many threads: reads run side by side on their own cursors, writes one after another.

    Args:
        path: the file; made where it does not exist.

    Raises:
        NewerWarehouse: where the file's tables are of a later version than this program knows.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh = path.with_name(path.name + ".rewriting")
        self._gate = _Gate()
        self._writing = threading.RLock()
        self._pool: list[Any] = []
        self._fresh.unlink(missing_ok=True)  # left by a rewrite that was cut off: the old file is whole
        self._connection = duckdb.connect(str(path), config=_CONFIG)
        _migrate(self._connection, path)

    def run(self, expression: Any, *, organization_id: int) -> pa.Table:
        """See ``Engine.run``. One file has one state for all, so ``organization_id`` makes no difference."""
        with self._gate.shared(), self._backend(expression) as backend:
            return _as_table(backend.to_pyarrow(expression.as_table()))

    @contextmanager
    def _backend(self, expression: Any) -> Iterator[Any]:
        """Lend an Ibis backend with a cursor that no other thread uses meanwhile."""
        try:
            backend = self._pool.pop()
        except IndexError:
            backend = ibis.duckdb.from_connection(self._connection.cursor())
        try:
            yield backend
        finally:
            # In-memory tables stay registered on a cursor, so such a cursor is not lent again.
            if expression.op().find(ops.InMemoryTable):
                backend.disconnect()
            else:
                self._pool.append(backend)

    @contextmanager
    def write(self, organization_id: int) -> Iterator["DuckDBTransaction"]:
        """See ``Engine.write``."""
        with self._writing, self._gate.shared():
            cursor = self._connection.cursor()
            try:
                cursor.begin()
                yield DuckDBTransaction(cursor, organization_id)
                _number(
                    cursor,
                    "INSERT INTO generations VALUES (?, 1) ON CONFLICT DO UPDATE SET number = number + 1",
                    [organization_id],
                )
                cursor.commit()
            finally:
                cursor.close()  # rolls back what was not committed

    def generation(self, organization_id: int) -> int:
        """See ``Engine.generation``."""
        with self._gate.shared():
            cursor = self._connection.cursor()
            try:
                return _number(
                    cursor, "SELECT number FROM generations WHERE organization_id = ?", [organization_id]
                )
            finally:
                cursor.close()

    def rewrite(self, organization_id: int) -> None:
        """Copy the live rows, of all organisations, to a fresh file and put it in the old one's place.

        DuckDB keeps deleted rows inside a block until the block is rewritten, and freed blocks keep their
        bytes; a fresh file has neither. Reads and writes wait meanwhile. Cut off at any point, the old file
        is still whole and is used again.
        """
        with self._writing, self._gate.alone():
            self._disconnect_pool()
            fresh, old = _quoted(str(self._fresh)), self._connection.execute("SELECT current_database()")
            name = old.fetchall()[0][0]
            self._connection.execute(f"ATTACH {fresh} AS fresh")
            self._connection.execute(f'COPY FROM DATABASE "{name}" TO fresh')
            self._connection.execute("DETACH fresh")
            self._connection.close()
            self._fresh.replace(self._path)
            self._connection = duckdb.connect(str(self._path), config=_CONFIG)

    def close(self) -> None:
        """See ``Engine.close``."""
        with self._writing, self._gate.alone():
            self._disconnect_pool()
            self._connection.close()

    def _disconnect_pool(self) -> None:
        while self._pool:
            self._pool.pop().disconnect()


class DuckDBTransaction:
    """See ``Transaction``. Incoming rows are read by DuckDB from Arrow memory, without a copy."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, organization_id: int) -> None:
        self._cursor = cursor
        self._organization_id = organization_id

    def unknown(self, table: str, rows: pa.Table, *, key: Sequence[str]) -> pa.Table:
        """See ``Transaction.unknown``."""
        with self._incoming(rows):
            found = self._cursor.sql(
                f"SELECT incoming.* FROM incoming ANTI JOIN {self._own(table)} USING ({', '.join(key)})"  # noqa: S608
            )
            return _as_table(found.to_arrow_table()).cast(rows.schema)

    def append(self, table: str, rows: pa.Table) -> int:
        """See ``Transaction.append``."""
        with self._incoming(rows.select(TABLES[table].names)):
            return _number(self._cursor, f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608

    def overwrite(self, table: str, rows: pa.Table, *, key: Sequence[str], columns: Sequence[str]) -> int:
        """See ``Transaction.overwrite``."""
        sets = ", ".join(f"{name} = incoming.{name}" for name in columns)
        same = " AND ".join(f"{table}.{name} = incoming.{name}" for name in key)
        with self._incoming(rows):
            return self._count(
                f"UPDATE {table} SET {sets} FROM incoming WHERE {table}.organization_id = ? AND {same}"  # noqa: S608
            )

    def remove(self, table: str, column: str, values: pa.Array) -> int:
        """See ``Transaction.remove``."""
        with self._incoming(pa.table({"value": values})):
            return self._count(
                f"DELETE FROM {table} WHERE organization_id = ? AND {column} IN (SELECT value FROM incoming)"  # noqa: S608
            )

    def discard(self, table: str, rows: pa.Table, *, key: Sequence[str]) -> int:
        """See ``Transaction.discard``."""
        same = " AND ".join(f"{table}.{name} = incoming.{name}" for name in key)
        with self._incoming(rows):
            return self._count(
                f"DELETE FROM {table} USING incoming WHERE {table}.organization_id = ? AND {same}"  # noqa: S608
            )

    def remove_all(self, table: str) -> int:
        """See ``Transaction.remove_all``."""
        return self._count(f"DELETE FROM {table} WHERE organization_id = ?")  # noqa: S608

    def run(self, expression: Any) -> pa.Table:
        """See ``Transaction.run``."""
        return _as_table(ibis.duckdb.from_connection(self._cursor).to_pyarrow(expression.as_table()))

    def _count(self, statement: str) -> int:
        return _number(self._cursor, statement, [self._organization_id])

    def _own(self, table: str) -> str:
        return f"(SELECT * FROM {table} WHERE organization_id = {int(self._organization_id)})"  # noqa: S608

    @contextmanager
    def _incoming(self, rows: pa.Table) -> Iterator[None]:
        self._cursor.register("incoming", rows)
        yield
        self._cursor.unregister("incoming")  # after an exception the cursor is closed anyway


class _Gate:
    """Many may pass together, or one alone, who waits for the others and keeps new ones out."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._closed = True
            self._changed.wait_for(lambda: self._inside == 0)
        try:
            yield
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS versions (number INTEGER PRIMARY KEY, applied_at TIMESTAMP)"
    )
    row = connection.execute("SELECT coalesce(max(number), 0) FROM versions").fetchone()
    present = int(row[0]) if row else 0
    if present > len(MIGRATIONS):
        connection.close()
        raise NewerWarehouse(
            f"the warehouse {path} was written by a newer version of Colonnade (tables {present}, this "
            f"version knows {len(MIGRATIONS)}); nothing was changed. Install that version again"
        )
    for number, statements in enumerate(MIGRATIONS[present:], start=present + 1):
        connection.begin()
        for statement in statements:
            connection.execute(statement)
        connection.execute("INSERT INTO versions VALUES (?, (now() AT TIME ZONE 'UTC')::TIMESTAMP)", [number])
        connection.commit()


def _number(connection: duckdb.DuckDBPyConnection, statement: str, parameters: Sequence[Any] = ()) -> int:
    """Run a statement to its end and return its first figure (a changed-row count or a value), or 0."""
    found = connection.execute(statement, list(parameters)).fetchall()
    return int(found[0][0] or 0) if found else 0


def _as_table(result: Any) -> pa.Table:
    return result if isinstance(result, pa.Table) else pa.table(result)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
