"""The distributed engine: its versions, its unfinished writes, several processes, and crashes."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import clickhouse_connect
import pyarrow as pa
import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError
from django.conf import settings
from pytest_django import Settings

from colonnade.core.jobs.context import JobFailed
from colonnade.warehouse.engines import NewerWarehouse, WarehouseUnreachable
from colonnade.warehouse.engines.clickhouse import Address, ClickHouseEngine, WrongAddress, layout, migrations
from colonnade.warehouse.engines.clickhouse.layout import NewColumn, NewTable, Place
from colonnade.warehouse.owner import run_at_owner
from colonnade.warehouse.store import Facts, Store, close_store, open_store
from colonnade.warehouse.tables import TABLES
from colonnade.warehouse.tests.factories import mentions, rows
from colonnade.warehouse.tests.fixtures import clickhouse_serving
from colonnade.warehouse.tests.process import BATCH
from colonnade.warehouse.tests.samples import give_up
from colonnade.warehouse.turns import turn

pytestmark = pytest.mark.xdist_group("clickhouse")


def figure(client: Client, query: str) -> int:
    return int(client.query(query).result_rows[0][0])


def test_the_tables_have_the_declared_columns(clickhouse: Client, facts: Facts) -> None:
    for table, schema in TABLES.items():
        columns = {row[0] for row in clickhouse.query(f"DESCRIBE TABLE {table}").result_rows}
        assert columns == {*schema.names, "stamp"}, table
        if table in {"mentions", "matches", "namings", "terms", "follows"}:
            found = facts.run(getattr(facts, table))
            assert found.schema == schema.remove(schema.get_field_index("organization_id"))


def test_an_older_database_is_brought_forward_with_its_rows(
    clickhouse: Client, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.add_mentions(mentions(1))
    close_store()
    step = (
        NewTable("touches", (("organization_id", "Int64"), ("goal", "String")), key=("organization_id",)),
        NewColumn("mentions", "mood", "Nullable(String)"),
    )
    monkeypatch.setattr(
        "colonnade.warehouse.engines.clickhouse.engine.MIGRATIONS", (*migrations.MIGRATIONS, step)
    )
    for _again in range(2):
        assert open_store().facts(1).count() == 1
        close_store()
    assert figure(clickhouse, "SELECT count() FROM mentions WHERE mood IS NULL") == 1
    assert figure(clickhouse, "SELECT count() FROM touches") == 0
    assert figure(clickhouse, "SELECT count() FROM versions") == len(migrations.MIGRATIONS) + 1


def test_a_step_that_failed_is_done_again(
    clickhouse: Client, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.add_mentions(mentions(1))
    close_store()
    made = NewColumn("mentions", "mood", "Nullable(String)")
    for steps in ((made, NewColumn("mentions", "odd", "Nonsense")), (made,)):
        monkeypatch.setattr(
            "colonnade.warehouse.engines.clickhouse.engine.MIGRATIONS", (*migrations.MIGRATIONS, steps)
        )
        if len(steps) > 1:
            with pytest.raises(DatabaseError):
                open_store()
    assert open_store().facts(1).count() == 1
    assert figure(clickhouse, "SELECT max(number) FROM versions") == len(migrations.MIGRATIONS) + 1


def test_a_database_of_a_newer_version_is_refused(clickhouse: Client, store: Store) -> None:
    close_store()
    clickhouse.command("INSERT INTO versions VALUES (99, now64(6))")
    with pytest.raises(NewerWarehouse, match="nothing was changed"):
        open_store()


def cut_off(engine: ClickHouseEngine, facts: Facts) -> None:
    """Add m3, remove m1, change m2, and end before the commit."""
    with engine.write(1) as transaction:
        transaction.append("mentions", facts._own("mentions", mentions(3)))
        transaction.remove("mentions", "mention_id", pa.array(["m1"]))
        transaction.overwrite("mentions", mentions(2, likes=9), key=("mention_id",), columns=("likes",))
        assert likes(transaction.run(in_order(facts))) == [("m2", 9), ("m3", 0)]
        raise ConnectionError


def in_order(facts: Facts) -> Any:
    return facts.mentions.select("mention_id", "likes").order_by("mention_id")


def likes(found: pa.Table) -> list[tuple[str, int]]:
    return [(row["mention_id"], row["likes"]) for row in found.to_pylist()]


def test_a_write_that_was_cut_off_is_never_seen_and_taken_back(clickhouse: Client, facts: Facts) -> None:
    facts.add_mentions(mentions(1, 2))
    engine = ClickHouseEngine(Address.parse(settings.CLICKHOUSE_URL), turns=turn)
    for _twice in range(2):
        with pytest.raises(ConnectionError):
            cut_off(engine, facts)
        assert likes(facts.run(in_order(facts))) == [("m1", 0), ("m2", 0)]
    # Were its rows only hidden, the next write's number would bring them to light.
    assert facts.add_mentions(mentions(4)).new == 1
    assert likes(facts.run(in_order(facts))) == [("m1", 0), ("m2", 0), ("m4", 0)]
    engine.rewrite(1)
    assert figure(clickhouse, "SELECT count() FROM mentions") == 3
    engine.close()


def test_changes_keep_a_mention_one_row_and_a_rewrite_drops_its_former_ones(
    clickhouse: Client, facts: Facts
) -> None:
    facts.add_mentions(mentions(1, 2))
    for number in range(3):
        news = mentions(1, sentiment="positive", understood_by=f"model {number}")
        assert facts.set_understanding(news) == 1
    assert facts.count() == 2
    assert figure(clickhouse, "SELECT count() FROM mentions") == 5
    facts.erase_authors(["x:author2"])
    assert figure(clickhouse, "SELECT count() FROM mentions") == 1
    (kept,) = facts.run(facts.mentions).to_pylist()
    assert (kept["sentiment"], kept["understood_by"]) == ("positive", "model 2")


def test_no_server_is_told_in_words(own_warehouse: None, settings: Settings) -> None:
    settings.CLICKHOUSE_URL = "http://127.0.0.1:9/colonnade"
    with pytest.raises(WarehouseUnreachable, match=r"127\.0\.0\.1:9; nothing was changed"):
        open_store()
    with pytest.raises(JobFailed, match="no ClickHouse answers"):  # commands show this one's message
        run_at_owner(give_up, kwargs={})


@pytest.mark.parametrize(
    "wrong", ["", "clickhouse", "tcp://server:9000/facts", "https:///facts", "http://a:b@c:port/"]
)
def test_an_address_that_is_none_is_refused_without_showing_it(wrong: str) -> None:
    with pytest.raises(WrongAddress, match="URL must be http"):
        Address.parse(wrong)


def test_an_address_says_all() -> None:
    address = Address.parse("https://anna:s%40fe@ch.example.com/facts?insert_quorum=2", cluster="main")
    assert (address.host, address.port, address.secure) == ("ch.example.com", 8443, True)
    assert (address.user, address.password, address.database) == ("anna", "s@fe", "facts")
    assert (address.settings, address.cluster) == ({"insert_quorum": "2"}, "main")
    assert "s@fe" not in repr(address)


def test_a_cluster_gets_replicated_tables_behind_distributed_ones(clickhouse: Client) -> None:
    place = Place("facts", "main")
    statements = [*layout.ledger(place)]
    for change in (change for step in migrations.MIGRATIONS for change in step):
        statements += change.statements(place)
    statements += NewColumn("mentions", "mood", "String").statements(place)
    for statement in statements:  # no cluster is here to run them on, but ClickHouse's parser is
        assert "ON CLUSTER main" in clickhouse.query("SELECT formatQuery(%s)", [statement]).result_rows[0][0]
    made = [statement for statement in statements if statement.startswith("CREATE")]
    assert len(made) == 2 * (len(TABLES) + 3)
    assert all("Replicated" in statement for statement in made[::2])
    assert all("Distributed('main', 'facts', " in statement for statement in made[1::2])


# -- several processes


@contextmanager
def filling(server: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a process that adds batches to the server's database ``facts``, and end it with the block."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "colonnade.warehouse.tests.process",
            "fill",
            str(settings.WAREHOUSE_PATH),
            f"{server}/facts",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        yield process
        process.kill()


def acknowledged(process: "subprocess.Popen[str]", batches: int) -> int:
    """Wait until the process has had so many batches acknowledged; return how many there are then."""
    assert process.stdout is not None
    for _number in range(batches - 1):
        process.stdout.readline()
    return int(process.stdout.readline()) + 1


def assert_whole(facts: Facts, *, batches: int) -> None:
    stored = facts.count()
    assert stored >= batches * BATCH
    assert stored % BATCH == 0
    assert facts.run(facts.terms).num_rows == stored
    assert facts.run(facts.namings).num_rows == stored


def test_killed_processes_lose_no_acknowledged_row_and_store_each_post_once(
    clickhouse_server: str, settings: Settings
) -> None:
    with ExitStack() as both:  # two processes that add the same posts, and are killed at any moment
        first, second = (both.enter_context(filling(clickhouse_server)) for _number in range(2))
        batches = max(acknowledged(first, 2), acknowledged(second, 2))
    settings.CLICKHOUSE_URL = f"{clickhouse_server}/facts"
    facts = open_store().facts(1)
    assert_whole(facts, batches=batches)
    before = facts.count()
    facts.add_follows(rows("follows", []))  # any write takes back what was under way
    assert_whole(facts, batches=batches)
    assert len(set(facts.run(facts.mentions)["mention_id"].to_pylist())) == facts.count() == before
    close_store()
    with clickhouse_connect.get_client(dsn=clickhouse_server) as client:
        client.command("DROP DATABASE facts SYNC")


def test_a_killed_server_loses_no_acknowledged_row_and_shows_no_half_batch(
    own_warehouse: None, settings: Settings, tmp_path: Path
) -> None:
    with clickhouse_serving(tmp_path) as (server, address), filling(address) as process:
        batches = acknowledged(process, 2)
        server.kill()
    with clickhouse_serving(tmp_path) as (_server, address):
        settings.CLICKHOUSE_URL = f"{address}/facts"
        facts = open_store().facts(1)
        assert_whole(facts, batches=batches)
        assert facts.add_mentions(mentions(10**6)).new == 1
        close_store()
