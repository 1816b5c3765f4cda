"""The command line knows each command by the name its feature declares, and loads no more than it needs."""

import os
import subprocess
import sys
from importlib import import_module

import pytest
from django.apps import apps

from colonnade.config.cli import OWN, load_commands
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
