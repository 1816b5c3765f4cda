"""Work that needs the warehouse is done by the process that holds it."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings

from colonnade.core.clock import system_clock
from colonnade.core.jobs import operations
from colonnade.core.jobs.context import JobFailed, Progress
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tasks import JobTask
from colonnade.warehouse.engines import NewerWarehouse, WarehouseUnreachable
from colonnade.warehouse.ownership import OwnedElsewhere, owner_of
from colonnade.warehouse.store import open_store

T = TypeVar("T")

WAREHOUSE_QUEUE = "warehouse"
"""The queue of jobs that open the warehouse; only the process that holds the file serves it."""

_LOOK = 0.2  # seconds between two looks at a job that another process runs
_PATIENCE = timedelta(seconds=30)  # for a holder that runs no jobs, such as another command


class OwnerGone(Exception):
    """The process that held the warehouse ended before the job did; the job is kept."""


def run_at_owner(
    task: JobTask[..., T],
    *,
    kwargs: Mapping[str, Any],
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> T:
    """Run ``task`` where the warehouse is: here, if it is free, ours or a server for all, else in its holder.

    The result is the same either way, as JSON values. ``on_progress`` is called in the calling thread. A
    keyboard interrupt cancels the job that was sent away.

    Args:
        task: made with ``@job(queue=WAREHOUSE_QUEUE)``.

    Raises:
        OwnedElsewhere: where a process that runs no jobs still holds the warehouse after half a minute.
        JobFailed: where the job failed elsewhere, with the message of the task's last exception, or where the
            warehouse cannot be opened at all.
        OwnerGone: where the holder ended meanwhile.
    """
    if _opens_here():
        return run_here(task, kwargs=kwargs, on_progress=on_progress)
    job = operations.enqueue(task, kwargs=kwargs, now=system_clock())
    try:
        result: T = _follow(job, on_progress)
    except KeyboardInterrupt:
        operations.cancel(job=job, now=system_clock())
        raise
    return result


def _opens_here() -> bool:
    """Open the warehouse here if possible; False where its holder will run jobs for us."""
    deadline = system_clock() + _PATIENCE
    while True:
        try:
            open_store()
        except (NewerWarehouse, WarehouseUnreachable) as error:
            raise JobFailed(str(error)) from error
        except OwnedElsewhere as held:
            if held.owner is not None and held.owner.serves_jobs:
                return False
            if system_clock() >= deadline:
                raise
        else:
            return True
        time.sleep(_LOOK)


def _follow(job: Job, on_progress: Callable[[Progress], None]) -> Any:
    shown: Progress | None = None
    while True:
        alive = owner_of(Path(settings.WAREHOUSE_PATH)) is not None
        job.refresh_from_db()
        progress = job.progress
        if progress != shown and job.state != JobState.WAITING:
            on_progress(progress)
            shown = progress
        if job.finished:
            return _result(job)
        if not alive:
            raise OwnerGone(
                f"the server that was doing this has stopped; the job '{job.name}' is kept and goes on "
                "when the server is started again (`colonnade serve`)"
            )
        time.sleep(_LOOK)


def _result(job: Job) -> Any:
    if job.state == JobState.DONE:
        return job.result
    if job.state == JobState.CANCELLED:
        raise JobFailed(f"the job '{job.name}' was cancelled; what it had stored by then is kept")
    raise JobFailed(job.last_error)
