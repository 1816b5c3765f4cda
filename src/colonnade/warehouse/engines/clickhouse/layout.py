"""How the tables lie in ClickHouse, so that a write of many statements is seen as a whole or not at all.

The writes of an organisation are numbered one after another. Every row is stamped with the number of the
write that added it, and its place in it. To take a row away, its stamp is noted in ``endings`` with the
number of the write that did; to change it, it is taken away and added anew. A reader at number ``c`` sees the
rows that were added by then and had not ended by then, and ``c`` is the last number in ``writes.committed``:
one small insert makes all that a write did visible together. PostgreSQL does so with ``xmin`` and ``xmax``.

Endings are apart from the rows, and not newer versions of them, because versions have to be merged by key in
every read (``FINAL``), which took five to nine times as long (``docs/adr/0008-clickhouse.md``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PLACES = 32  # bits of a stamp that say which row of its write it is; the upper ones are the write's number

_DURABLE = (
    # An acknowledged row is on the disk, and so is a merged part before the parts it replaces are dropped.
    "fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, "
    # What a rewrite leaves behind goes at once and not after eight minutes: it may hold an erased person.
    "old_parts_lifetime = 1, "
    "allow_nullable_key = 1"  # a key may hold a time, and a time may be unknown
)


@dataclass(frozen=True)
class Place:
    """Where statements take effect: one server, or every server of a cluster.

    On a cluster the rows are in ``<table>_local`` on each server, and ``<table>`` passes statements on to the
    shard that the organisation lives on.
    """

    database: str
    cluster: str

    @property
    def everywhere(self) -> str:
        """The clause that sends a definition to all servers."""
        return f" ON CLUSTER `{self.cluster}`" if self.cluster else ""

    def stored(self, table: str) -> str:
        """Return the name of the table that holds the rows themselves."""
        return f"{table}_local" if self.cluster else table

    def engine(self, kind: str, *arguments: str) -> str:
        """Return the engine clause of a MergeTree of this ``kind``, replicated on a cluster."""
        return f"{'Replicated' if self.cluster else ''}{kind}({', '.join(arguments)})"

    def parts(self) -> str:
        """Return the table that lists the parts of all servers."""
        return f"clusterAllReplicas('{self.cluster}', system.parts)" if self.cluster else "system.parts"


@dataclass(frozen=True)
class NewTable:
    """A table of facts. ``columns`` are (name, type); ``key`` says which rows are the same row."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]

    def statements(self, place: Place) -> Iterator[str]:
        """Return what makes the table; doing it twice does no harm."""
        lines = [f"{name} {kind}" for name, kind in (*self.columns, ("stamp", "UInt64"))]
        order = ", ".join((*self.key, "stamp"))
        yield (
            f"CREATE TABLE IF NOT EXISTS {place.stored(self.name)}{place.everywhere} ({', '.join(lines)}) "
            f"ENGINE = {place.engine('ReplacingMergeTree')} "
            f"PARTITION BY organization_id ORDER BY ({order}) SETTINGS {_DURABLE}"
        )
        yield from _distributed(place, self.name)


@dataclass(frozen=True)
class NewColumn:
    """A column that a table did not have before; null in its older rows."""

    table: str
    name: str
    type: str

    def statements(self, place: Place) -> Iterator[str]:
        """Return what adds the column; doing it twice does no harm."""
        for table in dict.fromkeys((place.stored(self.table), self.table)):
            yield f"ALTER TABLE {table}{place.everywhere} ADD COLUMN IF NOT EXISTS {self.name} {self.type}"


def ledger(place: Place) -> Iterator[str]:
    """Return what makes the tables about the tables: writes, rows that ended, and our versions."""
    greatest = "SimpleAggregateFunction(max, UInt64)"
    yield (
        f"CREATE TABLE IF NOT EXISTS {place.stored('writes')}{place.everywhere} "
        f"(organization_id Int64, begun {greatest}, committed {greatest}) "
        f"ENGINE = {place.engine('AggregatingMergeTree')} ORDER BY organization_id SETTINGS {_DURABLE}"
    )
    yield from _distributed(place, "writes")
    yield (
        f"CREATE TABLE IF NOT EXISTS {place.stored('endings')}{place.everywhere} "
        f"(organization_id Int64, fact LowCardinality(String), stamp UInt64, until UInt64) "
        f"ENGINE = {place.engine('ReplacingMergeTree')} PARTITION BY organization_id "
        f"ORDER BY (organization_id, fact, stamp, until) SETTINGS {_DURABLE}"
    )
    yield from _distributed(place, "endings")
    yield (
        f"CREATE TABLE IF NOT EXISTS {place.stored('versions')}{place.everywhere} "
        f"(number UInt32, applied_at DateTime64(6)) "
        f"ENGINE = {place.engine('ReplacingMergeTree')} ORDER BY number SETTINGS {_DURABLE}"
    )
    yield from _distributed(place, "versions", shard="number")


def first_stamp(number: int) -> int:
    """Return the stamp of the first row that the write ``number`` adds."""
    return number << _PLACES


def visible(
    table: str, columns: Sequence[str], *, organization_id: int, number: int, where: str = "true"
) -> str:
    """Return the query for the rows that a reader at ``number`` sees."""
    return (
        f"SELECT {', '.join(columns)} FROM {table} WHERE organization_id = {int(organization_id)} "
        f"AND stamp < {first_stamp(int(number) + 1)} "
        f"AND stamp NOT IN ({ended(table, organization_id=organization_id, number=number)}) AND {where}"
    )


def ended(table: str, *, organization_id: int, number: int, endings: str = "endings") -> str:
    """Return the query for the stamps of rows of ``table`` that had ended at ``number``."""
    return (
        f"SELECT stamp FROM {endings} WHERE organization_id = {int(organization_id)} "
        f"AND fact = '{table}' AND until <= {int(number)}"
    )


def _distributed(place: Place, table: str, *, shard: str = "organization_id") -> Iterator[str]:
    if place.cluster:
        local = place.stored(table)
        yield (
            f"CREATE TABLE IF NOT EXISTS {table}{place.everywhere} AS {local} "
            f"ENGINE = Distributed('{place.cluster}', '{place.database}', '{local}', {shard})"
        )
