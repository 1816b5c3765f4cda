"""Fixtures for every test of the project: a warehouse of one's own, made only when it is opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from colonnade.warehouse.store import Facts, Store, close_store, open_store


@pytest.fixture(autouse=True)
def own_warehouse(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Keep each test's facts in its own folder, so that no test can reach a real warehouse."""
    settings.WAREHOUSE_PATH = tmp_path / "warehouse.duckdb"
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
