"""How a job is declared: a function at the top of a module, decorated with ``@job()``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from django_tasks import DEFAULT_TASK_QUEUE_NAME
from django_tasks.base import Task

from colonnade.core.jobs.context import JobContext

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[P, T]):
    """A task of Django's Tasks API that also knows how often it may be tried.

    Attributes:
        max_attempts: tries before the job is dead.
        first_retry: seconds before the second try; each further wait is twice as long, up to an hour.
    """

    max_attempts: int = 5
    first_retry: float = 5.0


def job(
    *,
    queue: str = DEFAULT_TASK_QUEUE_NAME,
    priority: int = 0,
    max_attempts: int = 5,
    first_retry: float = 5.0,
) -> Callable[[Callable[Concatenate[JobContext, P], T]], JobTask[P, T]]:
    """Make a background job of a function.

    The function's first argument is ``context: JobContext``; the others are passed by keyword and are JSON
    values, as is its result. An argument named ``organization_id`` also puts the job behind that
    organisation's wall. A job may be run again from its start after a crash, so it must bear that.

    Args:
        queue: who runs it: any worker (``default``), or the process that holds the warehouse (``warehouse``).
        priority: -100 to 100; higher goes first. Below 0 is long work that may wait, of which one of several
            threads is kept free (see ``worker.Worker``).
    """

    def declare(function: Callable[Concatenate[JobContext, P], T]) -> JobTask[P, T]:
        func: Callable[..., Any] = function  # the context is put in front by whoever runs it
        return JobTask(
            func=func,
            queue_name=queue,
            priority=priority,
            takes_context=True,
            max_attempts=max_attempts,
            first_retry=first_retry,
        )

    return declare
