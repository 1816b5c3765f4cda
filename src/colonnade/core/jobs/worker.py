"""The worker: threads that claim jobs and run them, and one that keeps their leases alive."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Self

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import get_exception_traceback, get_module_path, get_random_id, normalize_json

from colonnade.core.clock import Clock, system_clock
from colonnade.core.jobs import leases, operations, wake
from colonnade.core.jobs.backend import LeasedRowBackend, result_of
from colonnade.core.jobs.context import (
    Interrupted,
    JobCancelled,
    JobContext,
    JobFailed,
    LeaseLost,
    WorkerStopping,
)
from colonnade.core.jobs.leases import LOWEST
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.pace import Pace
from colonnade.core.jobs.tasks import JobTask

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
POLL = timedelta(seconds=1)
KEEP = timedelta(days=30)
"""How long done and cancelled jobs stay to be looked at."""
_TIDY = timedelta(hours=1)


class Worker:
    """Runs the jobs of some queues in threads of this process.

    Of several threads, one leaves jobs below priority 0 to the others: long work that may wait, such as
    imports, never holds up all that is short.

    Args:
        queues: names of the queues to serve.
        threads: how many jobs run at once.
        lease: how long a claim lasts without a heartbeat; the time after which a dead worker's job is run
            by another. The heartbeat comes three times as often.
        poll: how often an idle thread looks for work that another process has put in.
    """

    def __init__(
        self,
        *,
        queues: Collection[str],
        threads: int = 1,
        lease: timedelta = LEASE,
        poll: timedelta = POLL,
        clock: Clock = system_clock,
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{get_random_id()[:6]}"
        self._queues, self._lease, self._poll, self._clock = tuple(queues), lease, poll, clock
        self._stopping = threading.Event()
        self._running: dict[int, _Attempt] = {}  # by thread
        self._tidy_after = self._lapsed_after = clock()
        self._threads = [
            threading.Thread(
                target=self._guarded(partial(self._serve, least)), name=f"job-{number}", daemon=True
            )
            for number, least in enumerate([0 if threads > 1 else LOWEST, *[LOWEST] * (threads - 1)])
        ]
        self._heart = threading.Thread(target=self._guarded(self._beat), name="job-heartbeat", daemon=True)

    def start(self) -> None:
        """Start the threads and return."""
        self._heart.start()
        for thread in self._threads:
            thread.start()

    def stop(self, *, grace: timedelta) -> bool:
        """Claim nothing more, ask running jobs to make way, and wait.

        Returns:
            Whether all of them did within ``grace``; where not, their leases run out and others take over.
        """
        self._stopping.set()
        wake.workers()
        deadline = self._clock() + grace
        for thread in self._threads:
            thread.join(max((deadline - self._clock()).total_seconds(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    def run_waiting(self) -> int:
        """Run what is due now in the calling thread, until nothing is; return how many attempts were made."""
        attempts = 0
        while not self._stopping.is_set() and self._run_next(LOWEST):
            attempts += 1
        return attempts

    def _serve(self, least_priority: int) -> None:
        sleeper = wake.sleeper()
        while not self._stopping.is_set():
            close_old_connections()
            if not self._run_next(least_priority):
                sleeper.wait(self._poll.total_seconds())
            sleeper.clear()

    def _run_next(self, least_priority: int) -> bool:
        job = self._next_job(least_priority)
        if job is None:
            return False
        attempt = _Attempt(job, clock=self._clock, stopping=self._stopping)
        self._running[threading.get_ident()] = attempt
        try:
            attempt.run()
        finally:
            del self._running[threading.get_ident()]
        return True

    def _next_job(self, least_priority: int) -> Job | None:
        now = self._clock()
        take = partial(self._take, least_priority=least_priority, now=now)
        if now >= self._lapsed_after:  # a lease lapses rarely: a busy worker need not ask before each job
            job = take(leases.take_over)
            if job is not None:
                return job
            if least_priority == LOWEST:  # a thread that looks at some of them has not looked for all
                self._lapsed_after = now + self._poll
        return take(leases.claim)

    def _take(self, how: Callable[..., Job | None], *, least_priority: int, now: datetime) -> Job | None:
        return how(
            queues=self._queues, worker=self.name, lease=self._lease, now=now, least_priority=least_priority
        )

    def _beat(self) -> None:
        while not self._stopping.wait(self._lease.total_seconds() / 3) or self._running:
            for attempt in list(self._running.values()):
                attempt.keep(self._lease)
            self._tidy()

    def _tidy(self) -> None:
        now = self._clock()
        if now >= self._tidy_after:
            self._tidy_after = now + _TIDY
            operations.purge(before=now - KEEP)

    def _guarded(self, loop: Callable[[], None]) -> Callable[[], None]:
        """Keep a thread alive through a lost or locked database: say so, wait a little, go on."""

        def guarded() -> None:
            while True:
                try:
                    loop()
                    break
                except (OperationalError, InterfaceError):
                    logger.exception("The database did not answer; the worker tries again")
                    connections.close_all()
                    self._stopping.wait(self._poll.total_seconds())
            connections.close_all()

        return guarded


class _Outcome:
    """How a job's function ended: a ``with`` block whose ordinary exceptions are kept instead of raised."""

    def __init__(self) -> None:
        self.result: Any = None
        self.error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


class _Attempt:
    """One run of a job under one lease; also the job's reporter."""

    def __init__(self, job: Job, *, clock: Clock, stopping: threading.Event) -> None:
        self._job, self._clock, self._stopping = job, clock, stopping
        self._pace = Pace()
        self._lost = threading.Event()

    def run(self) -> None:
        """Run the function and settle the job by how it ended."""
        job, outcome = self._job, _Outcome()
        task: Task[Any, Any] | None = None
        with outcome:
            task = import_string(job.task)
            result = result_of(job, task=task)
            task_started.send(sender=LeasedRowBackend, task_result=result)
            context = [JobContext(task_result=result, reporter=self)] if result.task.takes_context else []
            outcome.result = normalize_json(result.task.call(*context, *job.args, **job.kwargs))
        self._settle(outcome, task)

    def keep(self, lease: timedelta) -> None:
        """Renew the lease; where it is lost, the next report of progress stops the job."""
        if not leases.renew(job=self._job, lease=lease, now=self._clock()):
            self._lost.set()

    def report(self, *, done: int, total: int | None, message: str) -> None:
        """See ``context.Reporter``. Writes at most twice a second: a job may report every row."""
        if self._lost.is_set():
            raise LeaseLost
        if self._stopping.is_set():
            raise WorkerStopping
        progress = self._pace.step(done=done, total=total, message=message)
        if progress is not None and leases.note(job=self._job, progress=progress):
            raise JobCancelled

    def _settle(self, outcome: _Outcome, task: Task[Any, Any] | None) -> None:
        error = outcome.error
        if isinstance(error, Interrupted):
            held = self._make_way(error)
        elif error is not None:
            held = self._fail(error, task)
        else:
            held = self._finish(outcome.result)
        if not held:
            logger.warning("Job %s went to another worker; this one's outcome is dropped", self._job.pk)
        elif task is not None:
            task_finished.send(sender=LeasedRowBackend, task_result=result_of(self._job, task=task))

    def _finish(self, result: Any) -> bool:
        # The final figures may have been held back by the pace.
        return leases.finish(job=self._job, result=result, progress=self._pace.last, now=self._clock())

    def _make_way(self, reason: Interrupted) -> bool:
        if isinstance(reason, JobCancelled):
            return leases.abandon(job=self._job, now=self._clock())
        if isinstance(reason, WorkerStopping):
            return leases.release(job=self._job, now=self._clock())
        return False

    def _fail(self, error: Exception, task: Task[Any, Any] | None) -> bool:
        logger.error("Job %s failed", self._job, exc_info=error)
        failure = leases.Failure(
            kind=get_module_path(type(error)),
            message=str(error) or type(error).__name__,
            traceback=get_exception_traceback(error),
        )
        wait = None
        if isinstance(task, JobTask) and not isinstance(error, JobFailed):
            wait = timedelta(seconds=task.first_retry)
        return leases.fail(job=self._job, failure=failure, first_retry=wait, now=self._clock())
