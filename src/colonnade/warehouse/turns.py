"""One writer of an organisation at a time, among all processes, where the engine itself admits several.

The lock is one that its holder's end gives back, in whatever way it ends: PostgreSQL's advisory lock where
the processes share a PostgreSQL, and otherwise, on one machine, a lock on a file.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

_OURS = 0x0C01  # the upper half of the lock's number, apart from other users of advisory locks


@contextmanager
def turn(number: int) -> Iterator[None]:
    """Wait until no other process or thread has the turn ``number``, and have it for the block.

    Args:
        number: an organisation's, or 0 for what concerns all.
    """
    if connection.vendor == "postgresql":
        with _advisory(number):
            yield
    else:
        with _file(number):
            yield


@contextmanager
def _advisory(number: int) -> Iterator[None]:
    # A connection of its own: the request's may be in a transaction that outlives the block.
    wrapper: Any = connection
    with psycopg.connect(**wrapper.get_connection_params()) as own:
        # Held by the transaction and not the session, so that it works through a pooler too.
        own.execute("SELECT pg_advisory_xact_lock(%s)", [(_OURS << 48) | number])
        yield


@contextmanager
def _file(number: int) -> Iterator[None]:
    folder = settings.WAREHOUSE_PATH.parent / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / str(number)).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
