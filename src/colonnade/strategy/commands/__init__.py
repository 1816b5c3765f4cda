"""Command-line doors of the strategy: each module here is one command."""

import click

from colonnade.strategy.commands.check import check_command
from colonnade.strategy.commands.document import strategy
from colonnade.strategy.commands.plan import plan_command

COMMANDS: list[click.Command] = [check_command, plan_command, strategy]
