"""Every registered connector with its recordings."""

import inspect
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from colonnade.channels.contract import Connector
from colonnade.channels.discovery import connectors
from colonnade.channels.tests.replay import Recording


@dataclass(frozen=True)
class Subject:
    """A connector and one of its recordings."""

    connector: Connector
    recording: Recording

    def fresh(self) -> Recording:
        """Return the recording anew, to be changed."""
        return Recording.at(self.recording.path)


def folder_of(connector: Connector) -> Path:
    """Return the folder that the connector's code lies in."""
    return Path(inspect.getfile(type(connector))).parent


@cache
def payloads_of(connector: Connector) -> tuple[Recording, ...]:
    """Return the connector's recordings."""
    paths = sorted((folder_of(connector) / "tests" / "payloads").glob("*.json"))
    return tuple(
        Recording.at(path)
        for path in paths
        if path.name != "errors.json" and "kind" in json.loads(path.read_text())
    )


def errors_of(connector: Connector) -> list[dict[str, Any]]:
    """Return the connector's table of errors."""
    table: list[dict[str, Any]] = json.loads(
        (folder_of(connector) / "tests" / "payloads" / "errors.json").read_text()
    )
    return table


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test for each connector, or for each of its recordings."""
    found = list(connectors())
    if "connector" in metafunc.fixturenames:
        metafunc.parametrize("connector", found, ids=[connector.manifest.id for connector in found])
    if "subject" in metafunc.fixturenames:
        subjects = [Subject(connector, one) for connector in found for one in payloads_of(connector)]
        names = [f"{subject.connector.manifest.id}-{subject.recording.path.stem}" for subject in subjects]
        metafunc.parametrize("subject", subjects, ids=names)
