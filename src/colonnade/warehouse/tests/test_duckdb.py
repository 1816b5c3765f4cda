"""The embedded engine: its file, the file's versions, and a rewrite of it that was cut off."""

from pathlib import Path

import duckdb
import pytest
from django.conf import settings

from colonnade.warehouse.engines import NewerWarehouse, duckdb_migrations
from colonnade.warehouse.engines.duckdb import DuckDBEngine
from colonnade.warehouse.store import Facts, Store, close_store, open_store
from colonnade.warehouse.tables import TABLES
from colonnade.warehouse.tests.factories import mentions


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


def test_a_rewrite_that_was_cut_off_does_no_harm(facts: Facts) -> None:
    facts.add_mentions(mentions(1, 2))
    close_store()
    path().with_name(path().name + ".rewriting").write_bytes(b"half a file")
    facts = open_store().facts(1)
    facts.erase_authors(["x:author1"])
    assert facts.count() == 1


def test_an_engine_that_is_closed_lets_go_of_its_file(tmp_path: Path) -> None:
    engine = DuckDBEngine(tmp_path / "own.duckdb")
    engine.close()
    with duckdb.connect(str(tmp_path / "own.duckdb")) as connection:
        assert connection.sql("SELECT count(*) FROM mentions").fetchall() == [(0,)]
