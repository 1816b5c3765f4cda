"""The engine for more than one machine: ClickHouse, asked over HTTP. Only this package speaks its SQL.

ClickHouse has no transactions over several statements, so rows carry their own: see ``layout``.
"""

from colonnade.warehouse.engines.clickhouse.address import Address, WrongAddress
from colonnade.warehouse.engines.clickhouse.engine import ClickHouseEngine

__all__ = ["Address", "ClickHouseEngine", "WrongAddress"]
