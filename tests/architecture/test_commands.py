"""The command line knows each command by the name its feature declares, and loads no more than it needs."""

import os
import subprocess
import sys
from importlib import import_module

import pytest
from django.apps import apps

from colonnade.config.cli import OWN, load_commands
from colonnade.config.environment import read_environment
from colonnade.core.features import FeatureConfig

FEATURES = [
    config for config in apps.get_app_configs() if isinstance(config, FeatureConfig) and config.commands
]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda config: config.label)
def test_a_feature_declares_just_the_commands_it_has(feature: FeatureConfig) -> None:
    commands = import_module(f"{feature.name}.commands").COMMANDS
    assert sorted(command.name for command in commands) == sorted(feature.commands)


def test_every_command_is_found_under_the_root() -> None:
    root = load_commands()
    context = root.make_context("colonnade", ["docs"])
    names = root.list_commands(context)
    assert set(OWN) <= set(names)
    assert all(root.get_command(context, name) is not None for name in names)


def test_checking_a_sentence_loads_no_analytics() -> None:
    script = (
        "import sys; from colonnade.config.cli import load_commands; root = load_commands();"
        "root.get_command(root.make_context('colonnade', ['check']), 'check');"
        "print([name for name in ('ibis', 'scipy', 'duckdb', 'onnxruntime') if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ.copy()
    )
    assert found.stdout.strip() == "[]"


def test_a_setting_that_cannot_be_understood_is_named() -> None:
    script = "from colonnade.config.cli import main; main()"
    environment = {**os.environ, "COLONNADE_JOB_THREADS": "many", "COLONNADE_ALLOWED_PEERS": "[10.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-c", script, "check"], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 1
    assert "COLONNADE_JOB_THREADS: " in done.stderr
    assert "COLONNADE_ALLOWED_PEERS: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_list_is_written_with_commas_or_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLONNADE_ALLOWED_PEERS", "10.0.5.0/24, feeds.intranet")
    assert read_environment().allowed_peers == ["10.0.5.0/24", "feeds.intranet"]
    monkeypatch.setenv("COLONNADE_ALLOWED_PEERS", '["::1"]')
    assert read_environment().allowed_peers == ["::1"]
