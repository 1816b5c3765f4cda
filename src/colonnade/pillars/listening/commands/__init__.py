"""Listening from the command line."""

import click

from colonnade.pillars.listening.commands.group import listen

COMMANDS: list[click.Command] = [listen]
