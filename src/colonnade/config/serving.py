"""The one process of the embedded system: it serves the pages, holds the warehouse and runs the jobs."""

import logging
import signal
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from colonnade.core.jobs.worker import Worker
from colonnade.pillars.promotion.links.clicks.running import taking_clicks
from colonnade.warehouse.owner import WAREHOUSE_QUEUE
from colonnade.warehouse.store import close_store, embedded, open_store

logger = logging.getLogger(__name__)

GRACE = timedelta(seconds=20)
"""How long a stop waits for running jobs to make way."""


class NotMigrated(Exception):
    """The database's tables are of an earlier version."""


class AddressTaken(Exception):
    """Something else listens on the address."""


def migrate() -> None:
    """Bring the tables of the database up to this version."""
    call_command("migrate", interactive=False, verbosity=0)


def require_migrated() -> None:
    """Raise ``NotMigrated`` unless the database's tables are of this version."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated(
            "the database was made by another version of Colonnade; nothing was changed. "
            "Make a backup, then run `colonnade migrate`"
        )


def listen(*, host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one. Raises ``AddressTaken``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise AddressTaken(
            f"cannot listen on {host} port {port}: {error.strerror}. Choose another with --port"
        ) from error


def address_of(listening: socket.socket) -> str:
    """Return the address for a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


@contextmanager
def working(*, queues: Collection[str], threads: int, warehouse: bool) -> Iterator[None]:
    """Run jobs in the background of the block, and put unfinished ones back at its end.

    Args:
        warehouse: open the warehouse at once, and run the jobs that need it.

    Raises:
        OwnedElsewhere: where another process holds the warehouse.
    """
    names = [*queues, WAREHOUSE_QUEUE] if warehouse else list(queues)
    if warehouse:
        open_store().announce(serves_jobs=True)
    worker = Worker(queues=names, threads=threads)
    worker.start()
    try:
        yield
    finally:
        if not worker.stop(grace=GRACE):
            logger.warning("A job did not make way; another worker takes it over when its lease ends")
        if warehouse:
            close_store()


@contextmanager
def terminable() -> Iterator[None]:
    """Let a request to terminate end the block as Ctrl-C does, so that both clean up the same way."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        logger.info("Asked to stop")
    finally:
        signal.signal(signal.SIGTERM, before)


def serve(listening: socket.socket, *, on_ready: Callable[[], None]) -> None:
    """Serve pages and run jobs until the process is asked to stop.

    Args:
        on_ready: called when the warehouse is ours; a page asked for from then on waits, and does not fail.

    Raises:
        OwnedElsewhere: where another process holds the warehouse.
    """
    queues = ["default"] if settings.JOB_THREADS else []
    # An embedded warehouse has one process, so its jobs are run here even where others run the rest.
    warehouse = embedded() or bool(settings.JOB_THREADS)
    config = uvicorn.Config(
        "colonnade.config.asgi:application",
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    threads = max(settings.JOB_THREADS, 1)
    with terminable(), working(queues=queues, threads=threads, warehouse=warehouse), taking_clicks():
        on_ready()
        uvicorn.Server(config).run(sockets=[listening])


def work(*, threads: int, warehouse: bool, on_ready: Callable[[], None]) -> None:
    """Run jobs until the process is asked to stop; ``on_ready`` is called once it does.

    Raises:
        OwnedElsewhere: where the warehouse is wanted and another process holds it.
    """
    with terminable(), working(queues=["default"], threads=threads, warehouse=warehouse or not embedded()):
        on_ready()
        threading.Event().wait()
