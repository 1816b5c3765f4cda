"""Listening from the command line."""

import click

from colonnade.pillars.listening.commands import brands, classify, importing
from colonnade.pillars.listening.commands.ask import ask
from colonnade.pillars.listening.commands.group import listen

__all__ = ["COMMANDS", "brands", "classify", "importing", "listen"]

COMMANDS: list[click.Command] = [listen, ask]
