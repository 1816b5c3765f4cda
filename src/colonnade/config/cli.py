"""The ``colonnade`` command: every feature's commands under one root."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import click
import django
from django.apps import apps

from colonnade import __version__
from colonnade.config.reference import docs


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="colonnade")
def root() -> None:
    """Turn business goals and what customers say into a strategy that fits, and prove what it did."""


def load_commands() -> click.Group:
    """Set Django up and return the root with each feature's ``commands.COMMANDS`` added."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")
    django.setup()
    root.add_command(docs)
    names = ["colonnade.config", *(config.name for config in apps.get_app_configs())]
    for name in names:
        module = f"{name}.commands"
        if name.startswith("colonnade.") and find_spec(module) is not None:
            for command in import_module(module).COMMANDS:
                root.add_command(command)
    return root


def main() -> None:
    """Run the command line; a wrong use ends with exit code 2, a domain error with 1."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    load_commands()(prog_name="colonnade")
