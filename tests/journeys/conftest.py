"""The whole system as people meet it: one real server that runs the demo, and one Chromium."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState, expect

from colonnade.ui.tests.browser import Screen, running_chromium

COLONNADE = str(Path(sys.executable).parent / "colonnade")
FILES = Path(__file__).parent / "files"
STARTED = re.compile(r"^Colonnade is at (http://127\.0\.0\.1:\d+)/", re.MULTILINE)
ENTRY = re.compile(r"(/demo/enter/\d+/\S+/)")
PREPARATION_S = 300
PATIENCE_MS = 90_000
OpenScreen = Callable[..., Screen]


@dataclass(frozen=True, kw_only=True)
class System:
    """A server that runs the demo.

    Attributes:
        address: without a slash at the end.
        entry: path that signs the demo's strategist in, once.
        data: folder of its files.
        home: path of the demo organisation's home page.
    """

    address: str
    entry: str
    data: Path
    home: str = "/o/tarnholm-machinery/"


def own_environment(data: Path) -> dict[str, str]:
    """Return the environment of a system of its own, with its files in ``data``."""
    environment = {name: value for name, value in os.environ.items() if name != "COLONNADE_DATABASE_URL"}
    return {**environment, "COLONNADE_DATA_DIR": str(data), "COLONNADE_ALLOWED_PEERS": "127.0.0.1"}


def _wait_until_started(server: "subprocess.Popen[bytes]", log: Path, data: Path) -> System:
    end = time.monotonic() + PREPARATION_S
    while time.monotonic() < end and server.poll() is None:
        said = log.read_text()
        started = STARTED.search(said)
        entry = ENTRY.search(said)
        if started and entry:
            return System(address=started[1], entry=entry[1], data=data)
        time.sleep(0.1)
    pytest.fail(f"The demo did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Prepare and serve the demo once for all journeys; its log may hold no traceback at the end.

    A folder named by COLONNADE_JOURNEYS_DATA is used, and kept, in place of a fresh one: while journeys are
    written, the demo is then prepared once.
    """
    scratch = tmp_path_factory.mktemp("journeys")
    data = Path(os.environ.get("COLONNADE_JOURNEYS_DATA") or scratch / "data")
    log = scratch / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [COLONNADE, "demo", "--port", "0"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=own_environment(data),
        )
    try:
        yield _wait_until_started(server, log, data)
    finally:
        server.terminate()
        server.wait(timeout=60)
    said = log.read_text()
    assert "Traceback" not in said, said
    assert said.endswith("Stopped.\n"), said


@pytest.fixture(scope="session")
def address(system: System) -> str:
    """Return the server's address, without a slash at the end."""
    return system.address


@pytest.fixture(scope="session")
def strategy_text() -> str:
    """Return the strategy of the journeys, with days around today."""
    today = datetime.now(tz=UTC).date()
    text = (FILES / "strategy.yaml").read_text()
    days = {"start": today, "deadline": today + timedelta(weeks=11), "observed": today - timedelta(days=60)}
    for name, day in days.items():
        text = text.replace(f"{{{name}}}", day.isoformat())
    return text


@pytest.fixture
def open_screen(chromium: Browser, system: System) -> Iterator[OpenScreen]:
    """Return a maker of windows; none of them may have seen an error or a blocked resource at the end."""
    opened: list[tuple[BrowserContext, Screen]] = []
    expect.set_options(timeout=PATIENCE_MS)

    def make(width: int = 1440, *, signed_in: StorageState | None = None) -> Screen:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            storage_state=signed_in,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        screen = Screen(context, system.address)
        opened.append((context, screen))
        return screen

    yield make
    faults = [fault for _context, screen in opened for fault in screen.faults]
    for context, _screen in opened:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def strategist(system: System) -> StorageState:
    """Enter the demo as its strategist by the printed link, and return the session."""
    context = running_chromium().new_context()
    page = context.new_page()
    page.goto(system.address + system.entry)
    assert page.url == system.address + system.home
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def administrator(system: System) -> StorageState:
    """Admit an administrator by the command line, sign in by the form, and return the session."""
    who, password = "olga.berg@tarnholm.example", "columns carry the weight"
    admit = ("organization", "admit", who, "--role", "administrator", "--password", password)
    slug = ("--organization", "tarnholm-machinery")
    subprocess.run(
        [COLONNADE, *admit, *slug], check=True, env=own_environment(system.data), capture_output=True
    )
    context = running_chromium().new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{system.address}/account/login/")
    page.get_by_label("Email").fill(who)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{system.home}")
    state = context.storage_state()
    context.close()
    return state
