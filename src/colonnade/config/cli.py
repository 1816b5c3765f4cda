"""The ``colonnade`` command: every feature's commands under one root, each loaded when it is asked for."""

import os
import sys
from importlib import import_module

import click
import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

from colonnade import __version__
from colonnade.core.features import FeatureConfig

OWN: dict[str, str] = {
    "docs": "colonnade.config.reference",
    "migrate": "colonnade.config.commands",
    "serve": "colonnade.config.commands",
    "worker": "colonnade.config.commands",
}


class Root(click.Group):
    """Finds a command by the names that features declare, so that only its own feature is imported."""

    def _modules(self) -> dict[str, str]:
        features = [config for config in apps.get_app_configs() if isinstance(config, FeatureConfig)]
        return OWN | {name: f"{config.name}.commands" for config in features for name in config.commands}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(self._modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None where no feature declares it."""
        module = self._modules().get(cmd_name)
        if module is None:
            return None
        found: dict[str | None, click.Command] = {
            command.name: command for command in import_module(module).COMMANDS
        }
        return found[cmd_name]


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="colonnade")
def root() -> None:
    """Turn business goals and what customers say into a strategy that fits, and prove what it did."""


def load_commands() -> click.Group:
    """Set Django up and return the root."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")
    django.setup()
    return root


def main() -> None:
    """Run the command line; a wrong use ends with exit code 2, a domain error with 1."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        load_commands()(prog_name="colonnade")
    except ImproperlyConfigured as error:
        sys.exit(f"Error: {error}")
    except (OperationalError, ProgrammingError) as error:
        sys.exit(f"Error: the database cannot be used: {error}. If it is new, run `colonnade migrate` first.")
