"""What a running job is given: who it is, a way to say how far it is, and to hear that it should stop."""

from dataclasses import dataclass
from typing import Protocol

from django_tasks.base import TaskContext


class JobFailed(Exception):
    """Raised by a job that another try cannot mend; its message is shown to people. The job ends as dead."""


class Interrupted(Exception):
    """A job must stop now. Raised by ``JobContext.progress``; a job lets it pass."""


class JobCancelled(Interrupted):
    """Somebody cancelled the job."""


class LeaseLost(Interrupted):
    """Another worker has the job: this one was away too long."""


class WorkerStopping(Interrupted):
    """The worker's process is asked to end; the job goes back to the queue."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a job is.

    Attributes:
        done, total: in whatever the job counts; ``total`` is None where it is not known.
        rate: done per second since this attempt began.
        message: one line for people.
    """

    done: int = 0
    total: int | None = None
    rate: float = 0.0
    message: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Time to the end at the present rate; None where rate or total is unknown."""
        if self.total is None or self.rate <= 0:
            return None
        return max(self.total - self.done, 0) / self.rate


class Reporter(Protocol):
    """Where progress goes."""

    def report(self, *, done: int, total: int | None, message: str) -> None:
        """Take note of the progress. Raises ``Interrupted`` where the job must stop."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext(TaskContext):
    """The first argument of every job."""

    reporter: Reporter

    @property
    def job_id(self) -> str:
        """The job's id; of a job that runs without a row, an id that is found nowhere else."""
        return str(self.task_result.id)

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far the job is; call it after each piece of work, it is cheap.

        Raises:
            Interrupted: where the job was cancelled, lost to another worker or must make way. Whatever was
                committed before stays; a job must be able to begin anew over its own earlier work.
        """
        self.reporter.report(done=done, total=total, message=message)
