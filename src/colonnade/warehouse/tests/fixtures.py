"""Fixtures for every test of the project: a warehouse of one's own, made only when it is opened."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client
from django.conf import settings
from pytest_django import Settings

from colonnade.warehouse.store import Facts, Store, close_store, open_store


@pytest.fixture(autouse=True)
def own_warehouse(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Keep each test's facts in its own folder, so that no test can reach a real warehouse."""
    settings.WAREHOUSE_PATH = tmp_path / "warehouse.duckdb"
    settings.CLICKHOUSE_URL = settings.CLICKHOUSE_CLUSTER = ""
    yield
    close_store()


@pytest.fixture
def store(own_warehouse: None) -> Store:
    """An empty warehouse."""
    return open_store()


@pytest.fixture
def facts(store: Store) -> Facts:
    """The empty facts of organisation 1."""
    return store.facts(1)


@contextmanager
def clickhouse_serving(folder: Path) -> Iterator["tuple[subprocess.Popen[str], str]"]:
    """Run a ClickHouse server on ``folder`` for the block; give its process and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "colonnade.warehouse.tests.clickhouse_server", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield process, f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.kill()


@pytest.fixture(scope="session")
def clickhouse_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A ClickHouse server, one for all tests of this process."""
    with clickhouse_serving(tmp_path_factory.mktemp("clickhouse")) as (_process, address):
        yield address


@pytest.fixture
def clickhouse(own_warehouse: None, clickhouse_server: str, settings: Settings) -> Iterator[Client]:
    """Keep this test's facts in a ClickHouse database of its own; give a client that is in it."""
    database = f"test_{uuid4().hex}"
    settings.CLICKHOUSE_URL = f"{clickhouse_server}/{database}"
    with clickhouse_connect.get_client(dsn=clickhouse_server, autogenerate_session_id=False) as client:
        client.command(f"CREATE DATABASE {database}")
        client.database = database
        yield client
        close_store()
        client.command(f"DROP DATABASE {database} SYNC")


@pytest.fixture(params=["duckdb", pytest.param("clickhouse", marks=pytest.mark.xdist_group("clickhouse"))])
def engine(request: pytest.FixtureRequest, own_warehouse: None) -> str:
    """Run the test on each engine in turn."""
    if request.param == "clickhouse":
        request.getfixturevalue("clickhouse")
    return str(request.param)


@pytest.fixture
def stored_bytes(engine: str, request: pytest.FixtureRequest) -> Callable[[], bytes]:
    """Return what lies on the disk for the warehouse, as it is."""

    def files() -> Iterable[Path]:
        if engine == "duckdb":
            path = Path(settings.WAREHOUSE_PATH)
            return path.parent.glob(path.name + "*")
        client: Client = request.getfixturevalue("clickhouse")
        query = "SELECT arrayJoin(data_paths) FROM system.tables WHERE database = currentDatabase()"
        folders = [Path(folder) for (folder,) in client.query(query).result_rows]
        return [file for folder in folders for file in folder.rglob("*") if file.is_file()]

    return lambda: b"".join(file.read_bytes() for file in files())
