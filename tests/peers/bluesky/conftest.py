"""A personal data server for the tests of this folder, where one is installed."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from pydantic import SecretStr

from colonnade.channels.contract import Call
from colonnade.channels.http import AddressPolicy, Bounds, Client, Rates
from colonnade.connectors.bluesky.accounts import AppPassword
from colonnade.connectors.bluesky.connector import connector

from .peer import Peer, Person, home, started


@pytest.fixture(scope="session")
def peer() -> Iterator[Peer]:
    """Run the server; without one installed, skip, or fail where ``COLONNADE_REQUIRE_PEERS`` is set."""
    if not home().is_dir():
        if os.environ.get("COLONNADE_REQUIRE_PEERS"):
            pytest.fail("the personal data server is not installed: run `make peers`")
        pytest.skip("no personal data server is installed; `make peers` does so")
    with started() as server:
        yield server


@pytest.fixture
def hydra(peer: Peer) -> Person:
    """Return an account that no other test writes with."""
    return peer.join(f"hydra{token_hex(4)}")


@pytest.fixture(scope="session")
def bell(peer: Peer) -> Person:
    """Return an account that says what is no matter, to mark a moment in the stream."""
    return peer.join("bell")


@pytest.fixture
def call(peer: Peer, hydra: Person) -> Iterator[Call]:
    """Return what the core gives for a fetch, with the real client and hydra's password."""
    now = datetime.now(tz=UTC)
    with Client(
        policy=AddressPolicy.allowing(["localhost", "127.0.0.1"]),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        bounds=Bounds(listen_seconds=10.0),
    ) as http:
        yield Call(
            http=http,
            now=now,
            since=now - timedelta(days=1),
            credentials=AppPassword(
                service=peer.address, identifier=hydra.handle, password=SecretStr(hydra.password)
            ),
        )
