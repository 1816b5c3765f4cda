"""The distributed engine: many processes, one ClickHouse."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import pyarrow as pa
from clickhouse_connect.driver.exceptions import OperationalError

from colonnade.warehouse.engines import NewerWarehouse, RewriteIncomplete, WarehouseUnreachable
from colonnade.warehouse.engines.clickhouse import layout, reading
from colonnade.warehouse.engines.clickhouse.address import Address
from colonnade.warehouse.engines.clickhouse.layout import Place
from colonnade.warehouse.engines.clickhouse.migrations import MIGRATIONS
from colonnade.warehouse.engines.clickhouse.transaction import ClickHouseTransaction
from colonnade.warehouse.tables import TABLES

Turns = Callable[[int], AbstractContextManager[None]]
"""Gives a turn to one process at a time, for each number; the turn of an organisation, or 0 for all."""

_LOOK = 0.2  # seconds between two looks at storage that is being freed
_PATIENCE = timedelta(minutes=15)  # for storage to be freed; it takes seconds
_NOBODY = 0  # no organisation's number


class ClickHouseEngine:
    """A database of ClickHouse, shared by any number of threads and processes.

    Args:
        turns: lets one writer of an organisation in at a time, among all processes.

    Raises:
        WarehouseUnreachable: where no server answers.
        NewerWarehouse: where the tables are of a later version than this program knows.
    """

    def __init__(self, address: Address, *, turns: Turns) -> None:
        self._place = Place(address.database, address.cluster)
        self._where = f"{address.host}:{address.port}"
        self._turns = turns
        with self._reached("nothing was changed. Check COLONNADE_CLICKHOUSE_URL and that the server runs"):
            with turns(0):  # two processes that start together do not both make the tables
                self._prepare(address)
            self._client = address.connect()
        try:
            with turns(0):
                self._migrate()
        except BaseException:
            self._client.close()
            raise

    @contextmanager
    def _reached(self, advice: str = "what was stored is kept. Try again when it runs") -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise WarehouseUnreachable(f"no ClickHouse answers at {self._where}; {advice}") from error

    def _prepare(self, address: Address) -> None:
        client = address.connect(database=False)
        try:
            client.command(f"CREATE DATABASE IF NOT EXISTS `{address.database}`{self._place.everywhere}")
        finally:
            client.close()

    def _migrate(self) -> None:
        for statement in layout.ledger(self._place):
            self._client.command(statement)
        present = self._figure("SELECT max(number) FROM versions")
        if present > len(MIGRATIONS):
            raise NewerWarehouse(
                f"the ClickHouse database {self._place.database} was written by a newer version of Colonnade "
                f"(tables {present}, this version knows {len(MIGRATIONS)}); nothing was changed. "
                "Install that version again"
            )
        for number, changes in enumerate(MIGRATIONS[present:], start=present + 1):
            # A step is no transaction here, but can be done again: one that was cut off starts anew.
            for change in changes:
                for statement in change.statements(self._place):
                    self._client.command(statement)
            self._client.command(f"INSERT INTO versions (number, applied_at) VALUES ({number}, now64(6))")

    def run(self, expression: Any, *, organization_id: int) -> pa.Table:
        """See ``Engine.run``."""
        # Read before the rows are: a write that is committed in between stays unseen as a whole.
        number = self.generation(organization_id)

        def visible(table: str) -> str:
            names = TABLES[table].names
            return layout.visible(table, names, organization_id=organization_id, number=number)

        with self._reached():
            return reading.run(self._client, expression, visible=visible)

    @contextmanager
    def write(self, organization_id: int) -> Iterator[ClickHouseTransaction]:
        """See ``Engine.write``. Writers of one organisation take turns, in whichever process they are."""
        with self._turns(organization_id), self._reached():
            begun, committed = self._heal(organization_id)
            number = begun + 1
            self._record(organization_id, begun=number, committed=committed)
            yield ClickHouseTransaction(self._client, organization_id=organization_id, number=number)
            self._record(organization_id, begun=number, committed=number)

    def _heal(self, organization_id: int) -> tuple[int, int]:
        """Take back what a write that was cut off has left; return ``_ledger``.

        Nobody has seen it, but the next number that is committed would bring it to light. Called in the
        organisation's turn, when no other write is under way.
        """
        begun, committed = self._ledger(organization_id)
        if begun > committed:
            for table in TABLES:
                self._delete(table, organization_id, f"stamp >= {layout.first_stamp(committed + 1)}")
            self._delete("endings", organization_id, f"until > {committed}")
        return begun, committed

    def _delete(self, table: str, organization_id: int, where: str) -> None:
        """Remove rows from the storage itself, by writing the parts that hold them anew."""
        own = f"organization_id = {int(organization_id)} AND {where}"
        if not self._figure(f"SELECT count() FROM {table} WHERE {own}"):
            return
        stored = f"{self._place.stored(table)}{self._place.everywhere}"
        self._client.command(f"ALTER TABLE {stored} DELETE IN PARTITION {int(organization_id)} WHERE {where}")
        if left := self._figure(f"SELECT count() FROM {table} WHERE {own}"):
            raise RewriteIncomplete(f"ClickHouse left {left} rows of {table}; the same again goes on")

    def generation(self, organization_id: int) -> int:
        """See ``Engine.generation``."""
        with self._reached():
            return self._ledger(organization_id)[1]

    def rewrite(self, organization_id: int) -> None:
        """Write anew the organisation's parts that hold rows which have ended, without those.

        That the rows are gone is counted, and the parts that held them are waited out. Reads go on meanwhile.

        Raises:
            RewriteIncomplete: where such a row or part is still there after some minutes.
        """
        endings = f"`{self._place.database}`.endings"  # a mutation runs outside of the client's database
        with self._turns(organization_id), self._reached():
            _begun, committed = self._heal(organization_id)
            for table in TABLES:
                gone = layout.ended(table, organization_id=organization_id, number=committed, endings=endings)
                self._delete(table, organization_id, f"stamp IN ({gone})")
            self._delete("endings", organization_id, f"until <= {committed}")
        for table in TABLES:
            self._await_freed(table, organization_id)

    def _await_freed(self, table: str, organization_id: int) -> None:
        """Wait until the parts that were replaced are gone from the disks.

        An idle server looks for such parts ever more rarely; to drop a partition, even one that never was,
        makes it look at once.
        """
        stored, everywhere = self._place.stored(table), self._place.everywhere
        old = (
            f"SELECT count() FROM {self._place.parts()} WHERE database = '{self._place.database}' "
            f"AND table = '{stored}' AND partition = '{int(organization_id)}' AND NOT active"
        )
        deadline = time.monotonic() + _PATIENCE.total_seconds()
        while self._figure(old):
            self._client.command(f"ALTER TABLE {stored}{everywhere} DROP PARTITION {_NOBODY}")
            if time.monotonic() > deadline:
                raise RewriteIncomplete(
                    f"ClickHouse still keeps replaced parts of {table}; the same again waits on"
                )
            time.sleep(_LOOK)

    def _record(self, organization_id: int, *, begun: int, committed: int) -> None:
        self._client.command(
            "INSERT INTO writes (organization_id, begun, committed) "
            f"VALUES ({int(organization_id)}, {begun}, {committed})"
        )

    def _ledger(self, organization_id: int) -> tuple[int, int]:
        """Return the numbers of the last write that was begun, and of the last that was committed."""
        found = self._client.query(
            f"SELECT max(begun), max(committed) FROM writes WHERE organization_id = {int(organization_id)}"
        )
        begun, committed = found.result_rows[0]
        return int(begun or 0), int(committed or 0)

    def _figure(self, query: str) -> int:
        return int(self._client.query(query).result_rows[0][0] or 0)

    def close(self) -> None:
        """See ``Engine.close``."""
        self._client.close()
