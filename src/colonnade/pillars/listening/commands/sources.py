"""``colonnade listen sources``: the commands of the channels, hung on the listening group."""

from colonnade.channels.commands import sources
from colonnade.pillars.listening.commands.group import listen

listen.add_command(sources)
