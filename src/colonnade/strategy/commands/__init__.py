"""Command-line doors of the strategy: each module here is one command."""

import click

from colonnade.strategy.commands.check import check_command

COMMANDS: list[click.Command] = [check_command]
