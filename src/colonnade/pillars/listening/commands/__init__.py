"""Listening from the command line."""

import click

from colonnade.pillars.listening.commands import brands, importing
from colonnade.pillars.listening.commands.ask import ask
from colonnade.pillars.listening.commands.group import listen

__all__ = ["COMMANDS", "brands", "importing"]

COMMANDS: list[click.Command] = [listen, ask]
