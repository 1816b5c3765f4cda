"""The warehouse of all organisations, opened once in a process."""

import threading
from pathlib import Path

from django.conf import settings

from colonnade.warehouse.engines import Engine
from colonnade.warehouse.engines.clickhouse import Address, ClickHouseEngine
from colonnade.warehouse.engines.duckdb import DuckDBEngine
from colonnade.warehouse.ownership import Ownership
from colonnade.warehouse.store.facts import Facts
from colonnade.warehouse.turns import turn


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
