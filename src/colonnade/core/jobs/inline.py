"""Run a job here and now, without a row, as a command does that needs no worker."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id, normalize_json

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext, Progress
from colonnade.core.jobs.pace import Pace
from colonnade.core.jobs.tasks import JobTask

T = TypeVar("T")


class _Listener:
    def __init__(self, on_progress: Callable[[Progress], None]) -> None:
        self._on_progress, self.pace = on_progress, Pace(every=0.1)

    def report(self, *, done: int, total: int | None, message: str) -> None:
        progress = self.pace.step(done=done, total=total, message=message)
        if progress is not None:
            self._on_progress(progress)


def run_here(
    task: JobTask[..., T], *, kwargs: Mapping[str, Any], on_progress: Callable[[Progress], None]
) -> T:
    """Run ``task`` in the calling thread and return its result, as it would come back from a worker.

    The arguments go through JSON first, so that what works here works in a queue too. An exception of the
    task is the caller's; there are no further attempts.
    """
    now, listener = system_clock(), _Listener(on_progress)
    state: TaskResult[T] = TaskResult(
        task=task,
        id=get_random_id(),
        status=TaskResultStatus.RUNNING,
        enqueued_at=now,
        started_at=now,
        finished_at=None,
        last_attempted_at=now,
        args=[],
        kwargs=dict(kwargs),
        backend=task.backend,
        errors=[],
        worker_ids=["here"],
    )
    call: Callable[..., T] = task.func
    result: T = normalize_json(call(JobContext(task_result=state, reporter=listener), **state.kwargs))
    if listener.pace.last is not None:
        on_progress(listener.pace.last)
    return result
