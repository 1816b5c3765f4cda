"""Listening from the command line."""

import click

from colonnade.pillars.listening.commands import (
    brands,
    classify,
    corrections,
    erasing,
    importing,
    keeping,
    posts,
    queries,
    sources,
)
from colonnade.pillars.listening.commands.ask import ask
from colonnade.pillars.listening.commands.group import listen

__all__ = [
    "COMMANDS",
    "brands",
    "classify",
    "corrections",
    "erasing",
    "importing",
    "keeping",
    "listen",
    "posts",
    "queries",
    "sources",
]

COMMANDS: list[click.Command] = [listen, ask]
