"""Where the ClickHouse server is, and how it is spoken to."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import clickhouse_connect

from colonnade.warehouse.engines import WarehouseUnreachable

_SETTINGS: dict[str, Any] = {
    "session_timezone": "UTC",  # facts are UTC without a zone, wherever the server stands
    "join_use_nulls": 1,  # what an outer join does not find is null, as SQL says, and not '' or 0
    "aggregate_functions_null_for_empty": 1,  # the sum of no rows is null, as SQL says
    "async_insert": 0,  # a row is acknowledged when it is stored
    "mutations_sync": 2,  # a removal is acknowledged when every replica has done it
    "alter_sync": 2,
    "distributed_foreground_insert": 1,
    "optimize_skip_unused_shards": 1,  # an organisation lives on one shard, so only that one is asked
    "distributed_product_mode": "local",  # and its tables can be joined there
    "load_balancing": "in_order",  # reads go to the replica that took the writes
}


class WrongAddress(WarehouseUnreachable):
    """The address of the ClickHouse server cannot be understood."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """A database on a ClickHouse server, or on a cluster of them.

    Attributes:
        cluster: name of the cluster in the servers' configuration; empty where there is one server.
        settings: ClickHouse settings sent with every statement, above our own.
    """

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)
    secure: bool
    cluster: str
    settings: dict[str, str]

    @classmethod
    def parse(cls, url: str, *, cluster: str = "") -> "Address":
        """Read ``http[s]://user:password@host:port/database?setting=value``. Raises ``WrongAddress``."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise _wrong() from None
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise _wrong()
        secure = parts.scheme == "https"
        return cls(
            host=parts.hostname,
            port=port or (8443 if secure else 8123),
            database=unquote(parts.path.strip("/")) or "colonnade",
            user=unquote(parts.username or "default"),
            password=unquote(parts.password or ""),
            secure=secure,
            cluster=cluster,
            settings=dict(parse_qsl(parts.query)),
        )

    def connect(self, *, database: bool = True) -> Any:
        """Return a client of ``clickhouse-connect`` that all threads may share.

        Args:
            database: False to speak to the server before the database is there.
        """
        return clickhouse_connect.get_client(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            database=self.database if database else None,
            secure=self.secure,
            client_name="colonnade",
            autogenerate_session_id=False,  # a session would admit one statement at a time
            send_receive_timeout=3600,  # an erasure rewrites all of an organisation's rows
            settings=_SETTINGS | self.settings,
        )


def _wrong() -> WrongAddress:
    # Without the address itself: it holds a password.
    return WrongAddress("COLONNADE_CLICKHOUSE_URL must be http(s)://user:password@host:port/database")
