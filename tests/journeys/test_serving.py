"""The system as one process: it starts on a fresh machine, keeps others off its files, and stops cleanly."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from colonnade.warehouse.ownership import owner_of

COLONNADE = str(Path(sys.executable).parent / "colonnade")
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start ``colonnade`` on a fresh data folder; every process is ended with the test."""
    environment = {name: value for name, value in os.environ.items() if name != "COLONNADE_DATABASE_URL"}
    environment["COLONNADE_DATA_DIR"] = str(tmp_path)
    with ExitStack() as ended:

        def begin(*arguments: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [COLONNADE, *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env=environment,
            )
            assert process.stdout is not None
            ended.callback(process.stdout.close)
            ended.callback(process.wait)
            ended.callback(process.kill)
            return process

        yield begin


def address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("Colonnade is at http://127.0.0.1:"), line + process.stdout.read()
    return line.split()[3]


@pytest.mark.parametrize("request_to_stop", [signal.SIGTERM, signal.SIGINT])
def test_a_fresh_server_answers_and_stops_cleanly(
    start: Start, tmp_path: Path, request_to_stop: signal.Signals
) -> None:
    server = start("serve", "--port", "0")
    with urllib.request.urlopen(address(server) + "account/login/", timeout=120) as page:
        assert page.status == 200
    owner = owner_of(tmp_path / "warehouse.duckdb")
    assert owner is not None
    assert (owner.pid, owner.serves_jobs) == (server.pid, True)
    server.send_signal(request_to_stop)
    output, _ = server.communicate(timeout=120)
    assert (server.returncode, output) == (0, "Stopped.\n")
    assert owner_of(tmp_path / "warehouse.duckdb") is None


def test_a_second_server_is_told_who_has_the_files_and_the_port(start: Start) -> None:
    server = start("serve", "--port", "0")
    port = address(server).rstrip("/").rpartition(":")[2]
    second, same_port = start("serve", "--port", "0"), start("serve", "--port", port)
    output, _ = second.communicate(timeout=120)
    assert second.returncode == 1
    assert f"is in use by process {server.pid}; nothing was changed" in output
    output, _ = same_port.communicate(timeout=120)
    assert same_port.returncode == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in output
    assert "Traceback" not in output


def test_a_database_of_another_version_is_not_touched_unasked(start: Start) -> None:
    output, _ = start("serve", "--port", "0", "--no-migrate").communicate(timeout=120)
    assert "run `colonnade migrate`" in output
    output, _ = start("migrate").communicate(timeout=120)
    assert output == "The database is up to date.\n"
    address(start("serve", "--port", "0", "--no-migrate"))
    worker = start("worker")
    assert worker.stdout is not None
    assert worker.stdout.readline().startswith("Running jobs")
    worker.terminate()
    output, _ = worker.communicate(timeout=120)
    assert (worker.returncode, output) == (0, "Stopped.\n")
