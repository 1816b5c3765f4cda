"""What the store asks of a warehouse engine: run an Ibis expression, and a handful of set-wise writes."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import pyarrow as pa


class NewerWarehouse(Exception):
    """The tables were written by a newer version of Colonnade."""


class WarehouseUnreachable(Exception):
    """No server answers where the warehouse should be."""


class RewriteIncomplete(Exception):
    """Removed rows may still be in the old storage; doing the same again goes on."""


class Transaction(Protocol):
    """Writes that become visible together, or not at all.

    Every table of rows carries ``organization_id``; every method touches rows of ``organization_id`` only.
    """

    def unknown(self, table: str, rows: pa.Table, *, key: Sequence[str]) -> pa.Table:
        """Return the rows whose ``key`` (within the organisation) is not yet in ``table``."""
        ...

    def append(self, table: str, rows: pa.Table) -> int:
        """Add all ``rows`` and return how many."""
        ...

    def overwrite(self, table: str, rows: pa.Table, *, key: Sequence[str], columns: Sequence[str]) -> int:
        """Set ``columns`` of known rows to those of ``rows``; return how many rows matched."""
        ...

    def remove(self, table: str, column: str, values: pa.Array) -> int:
        """Remove rows whose ``column`` is one of ``values``; return how many."""
        ...

    def discard(self, table: str, rows: pa.Table, *, key: Sequence[str]) -> int:
        """Remove rows whose ``key`` is that of one of ``rows``; return how many."""
        ...

    def remove_all(self, table: str) -> int:
        """Remove every row of the organisation; return how many."""
        ...

    def run(self, expression: Any) -> pa.Table:
        """Evaluate an Ibis expression over what this transaction sees."""
        ...


class Engine(Protocol):
    """A place where facts are kept."""

    def run(self, expression: Any, *, organization_id: int) -> pa.Table:
        """Evaluate an Ibis expression over the tables of ``tables.TABLES``; safe from any thread.

        Args:
            organization_id: whose committed writes are to be seen; the expression itself filters by it.
        """
        ...

    def write(self, organization_id: int) -> AbstractContextManager[Transaction]:
        """Open a transaction; leaving it commits and raises the generation, an exception rolls back."""
        ...

    def generation(self, organization_id: int) -> int:
        """Return a number that grows with every committed write of the organisation."""
        ...

    def rewrite(self, organization_id: int) -> None:
        """Put the organisation's live rows into fresh storage, so that no removed row is left in the old one.

        Raises:
            RewriteIncomplete: where the old storage could not be shown to be gone.
        """
        ...

    def close(self) -> None:
        """Write everything out and let go of the storage."""
        ...
