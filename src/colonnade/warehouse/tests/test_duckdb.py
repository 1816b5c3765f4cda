"""The embedded engine: its file's versions, its threads, and what is left on disk after an erasure."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from django.conf import settings
from ibis import _

from colonnade.warehouse.engines import NewerWarehouse, duckdb_migrations
from colonnade.warehouse.engines.duckdb import DuckDBEngine
from colonnade.warehouse.store import Facts, Store, close_store, open_store
from colonnade.warehouse.tables import TABLES
from colonnade.warehouse.tests.factories import mention, mentions, rows

SECRET = "Zaphod-Beeblebrox-7741"


def path() -> Path:
    return Path(settings.WAREHOUSE_PATH)


@pytest.mark.parametrize("table", TABLES)
def test_the_migrated_file_has_the_declared_columns(store: Store, table: str) -> None:
    close_store()
    with duckdb.connect(str(path())) as connection:
        stored = connection.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table()
    assert stored.schema == TABLES[table]


def test_an_older_file_is_brought_forward_with_its_rows(
    monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    facts.add_mentions(mentions(1))
    close_store()
    step = ("CREATE TABLE touches (organization_id BIGINT)", "INSERT INTO touches VALUES (5)")
    monkeypatch.setattr(
        "colonnade.warehouse.engines.duckdb.MIGRATIONS", (*duckdb_migrations.MIGRATIONS, step)
    )
    for _again in range(2):
        assert open_store().facts(1).count() == 1
        close_store()
    with duckdb.connect(str(path())) as connection:
        assert connection.sql("SELECT * FROM touches").fetchall() == [(5,)]
        assert connection.sql("SELECT number FROM versions ORDER BY 1").fetchall() == [
            (number,) for number in range(1, len(duckdb_migrations.MIGRATIONS) + 2)
        ]


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    monkeypatch: pytest.MonkeyPatch, facts: Facts
) -> None:
    facts.add_mentions(mentions(1))
    close_store()
    with monkeypatch.context() as patch:
        broken = ("CREATE TABLE touches (organization_id BIGINT)", "INSERT INTO nowhere VALUES (5)")
        patch.setattr(
            "colonnade.warehouse.engines.duckdb.MIGRATIONS", (*duckdb_migrations.MIGRATIONS, broken)
        )
        with pytest.raises(duckdb.CatalogException):
            open_store()
    assert open_store().facts(1).count() == 1
    close_store()
    with duckdb.connect(str(path())) as connection:
        assert "touches" not in str(connection.sql("SHOW TABLES").fetchall())


def test_a_file_of_a_newer_version_is_refused_and_left_free(store: Store) -> None:
    close_store()
    with duckdb.connect(str(path())) as connection:
        connection.execute("INSERT INTO versions VALUES (99, NULL)")
    for _again in range(2):
        with pytest.raises(NewerWarehouse, match="nothing was changed"):
            open_store()


def stored_bytes() -> bytes:
    return b"".join(file.read_bytes() for file in path().parent.glob(path().name + "*"))


def person() -> Iterator[dict[str, Any]]:
    for number in range(20_000, 20_050):
        yield mention(
            number, author_id=f"x:{SECRET}", author_name=SECRET, text=f"I am {SECRET}, post {number}"
        )


def test_an_erased_person_is_gone_from_every_table_and_from_the_disk(facts: Facts) -> None:
    facts.add_mentions(mentions(*range(20_000)))
    terms = [{"mention_id": "m20000", "kind": "handle", "term": SECRET.casefold()}]
    matches = [{"mention_id": "m20000", "query_id": 1}, {"mention_id": "m5", "query_id": 1}]
    facts.add_mentions(
        rows("mentions", person()), terms=rows("terms", terms), matches=rows("matches", matches)
    )
    facts.replace_matches([1], rows("matches", matches))
    relations = [(f"x:{SECRET}", "x:b"), ("x:b", f"x:{SECRET}"), ("x:b", "x:c")]
    facts.add_follows(
        rows("follows", [{"channel": "x", "follower_id": a, "followed_id": b} for a, b in relations])
    )
    assert SECRET.encode() in stored_bytes()

    receipt = facts.erase_authors([f"x:{SECRET}"])

    assert receipt.removed == {
        "mentions": 50,
        "terms": 1,
        "matches": 1,
        "namings": 51,
        "edits": 0,
        "follows": 2,
    }
    assert (receipt.remaining, receipt.rewritten) == (0, True)
    assert SECRET.encode() not in stored_bytes()
    assert SECRET.casefold().encode() not in stored_bytes()
    assert facts.count() == 20_000
    assert facts.run(facts.matches)["mention_id"].to_pylist() == ["m5"]
    close_store()
    assert SECRET.encode() not in stored_bytes()
    assert open_store().facts(1).count() == 20_000


def test_erasing_nobody_removes_nothing(facts: Facts) -> None:
    facts.add_mentions(mentions(1))
    receipt = facts.erase_authors(["x:unknown"])
    assert set(receipt.removed.values()) == {0}
    assert facts.count() == 1


def test_a_rewrite_that_was_cut_off_does_no_harm(facts: Facts) -> None:
    facts.add_mentions(mentions(1, 2))
    close_store()
    path().with_name(path().name + ".rewriting").write_bytes(b"half a file")
    facts = open_store().facts(1)
    facts.erase_authors(["x:author1"])
    assert facts.count() == 1


def test_reads_go_on_while_others_write_and_erase(facts: Facts) -> None:
    facts.add_mentions(mentions(*range(100)))
    writing = threading.Event()

    def write() -> int:
        for number in range(100, 1100, 100):
            facts.add_mentions(mentions(*range(number, number + 100)))
            facts.erase_authors([f"x:author{number}"])
        writing.set()
        return facts.count()

    def read() -> list[int]:
        seen = []
        while not writing.is_set():
            wanted = ibis.memtable(pa.table({"language": ["en"]}))
            joined = facts.mentions.semi_join(wanted, "language").aggregate(n=_.count())
            seen.append(facts.run(joined)["n"][0].as_py())
        return seen

    with ThreadPoolExecutor(4) as threads:
        written = threads.submit(write)
        readers = [threads.submit(read) for _number in range(3)]
        assert written.result(timeout=120) == 1090
        counts = [reader.result(timeout=120) for reader in readers]
    # After round k there are 100 + 99k posts, and 100 more between its write and its erasure; nothing else.
    whole = {100 + 99 * k for k in range(11)} | {200 + 99 * k for k in range(10)}
    assert all(seen and set(seen) <= whole for seen in counts)


def test_writers_take_turns_and_lose_nothing(facts: Facts) -> None:
    def write(start: int) -> int:
        return sum(facts.add_mentions(mentions(start + n, start + n + 1)).new for n in range(10))

    with ThreadPoolExecutor(4) as threads:
        new = sum(threads.map(write, [0, 5, 100, 105]))
    assert new == facts.count() == 32


def test_an_engine_that_is_closed_lets_go_of_its_file(tmp_path: Path) -> None:
    engine = DuckDBEngine(tmp_path / "own.duckdb")
    engine.close()
    with duckdb.connect(str(tmp_path / "own.duckdb")) as connection:
        assert connection.sql("SELECT count(*) FROM mentions").fetchall() == [(0,)]
