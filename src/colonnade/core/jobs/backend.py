"""The backend of Django's Tasks API over leased rows."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from colonnade.core.clock import system_clock
from colonnade.core.jobs import operations
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tasks import JobTask

_STATUS = {
    JobState.WAITING: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.DEAD: TaskResultStatus.FAILED,
    JobState.CANCELLED: TaskResultStatus.FAILED,
}


class LeasedRowBackend(BaseTaskBackend):
    """``task.enqueue(...)`` writes a ``Job`` row; a ``Worker`` runs it."""

    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the row and return its result, not yet run."""
        self.validate_task(task)
        job = operations.enqueue(task, args=list(args), kwargs=dict(kwargs), now=system_clock())
        return result_of(job, task=task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return the present state of the job. Raises ``TaskResultDoesNotExist``."""
        jobs: QuerySet[Job] = Job.objects.all()
        try:
            return result_of(jobs.get(pk=UUID(result_id)))
        except (Job.DoesNotExist, ValueError):
            raise TaskResultDoesNotExist(result_id) from None


def result_of(job: Job, *, task: Task[Any, Any] | None = None) -> TaskResult[Any]:
    """Return a job as the Tasks API sees it.

    Args:
        task: the job's task, where the caller has it at hand; found by its path otherwise.
    """
    task = task or import_string(job.task)
    result: TaskResult[Any] = TaskResult(
        task=task.using(priority=job.priority, queue_name=job.queue, run_after=job.run_after),
        id=str(job.pk),
        status=_STATUS[JobState(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.last_attempted_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[TaskError(exception_class_path=e["kind"], traceback=e["traceback"]) for e in job.errors],
        worker_ids=list(job.workers),
    )
    object.__setattr__(
        result, "_return_value", job.result
    )  # the dataclass is frozen and has no argument for it
    return result
