"""What a worker makes of a job's end, and how it stops."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from colonnade.core.clock import system_clock
from colonnade.core.jobs import leases, operations
from colonnade.core.jobs.context import Progress
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.pace import Pace
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tests.samples import add, count_to, count_while, explode, refuse
from colonnade.core.jobs.worker import LEASE, POLL, Worker


def worker(*, lease: timedelta = LEASE, poll: timedelta = POLL) -> Worker:
    return Worker(queues=["default"], lease=lease, poll=poll)


@pytest.mark.django_db(transaction=True)
def test_the_tasks_api_enqueues_and_reads_the_result() -> None:
    result = add.enqueue(a=2, b=3)
    assert result.status == TaskResultStatus.READY
    assert worker().run_waiting() == 1
    result.refresh()
    assert (result.return_value, result.attempts) == (5, 1)
    assert default_task_backend.get_result(result.id).return_value == 5
    with pytest.raises(TaskResultDoesNotExist):
        default_task_backend.get_result("nothing")
    with pytest.raises(InvalidTaskError):
        add.using(priority=101)


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_kept_with_its_traceback_and_tried_later() -> None:
    result = explode.enqueue(message="by zero")
    assert worker().run_waiting() == 1
    job = Job.objects.get()
    assert (job.state, job.attempts, job.last_error) == (JobState.WAITING, 1, "by zero")
    result.refresh()
    assert result.errors[0].exception_class is ZeroDivisionError
    assert "samples.py" in result.errors[0].traceback


@pytest.mark.django_db(transaction=True)
def test_a_failure_that_no_retry_can_mend_ends_the_job() -> None:
    refuse.enqueue()
    worker().run_waiting()
    job = Job.objects.get()
    assert (job.state, job.attempts, job.last_error) == (JobState.DEAD, 1, "the file is empty")


@pytest.mark.django_db(transaction=True)
def test_a_job_of_an_unknown_task_ends_with_a_message() -> None:
    job = operations.enqueue(add, kwargs={"a": 1, "b": 2}, now=system_clock())
    Job.objects.filter(pk=job.pk).update(task="colonnade.nowhere.task")
    worker().run_waiting()
    job.refresh_from_db()
    assert job.state == JobState.DEAD
    assert "nowhere" in job.last_error


@pytest.mark.django_db(transaction=True)
def test_the_last_figures_of_progress_are_written() -> None:
    count_to.enqueue(total=5000)
    worker().run_waiting()
    job = Job.objects.get()
    assert (job.done, job.total, job.message, job.result) == (5000, 5000, "at 5000", 5000)
    assert job.rate > 0


@pytest.mark.django_db(transaction=True)
def test_a_job_put_in_by_a_transaction_that_fails_is_never_run() -> None:
    with transaction.atomic():
        add.enqueue(a=1, b=1)
        transaction.set_rollback(True)
    assert worker().run_waiting() == 0


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    (tmp_path / "diary.hold").touch()
    return tmp_path / "diary"


def wait_until(condition: object, *, seconds: float = 10) -> None:
    assert callable(condition)
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    pytest.fail("it did not happen in time")


@pytest.mark.django_db(transaction=True)
def test_threads_run_jobs_and_are_woken_by_new_work() -> None:
    crew = worker(poll=timedelta(hours=1))
    crew.start()
    try:
        add.enqueue(a=1, b=1)
        wait_until(lambda: Job.objects.filter(state=JobState.DONE).exists())
    finally:
        assert crew.stop(grace=timedelta(seconds=10))


@pytest.mark.django_db(transaction=True)
def test_long_work_leaves_a_thread_for_what_is_short(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    going = tmp_path / "diary.hold"
    going.touch()
    crew = Worker(queues=["default"], threads=2, poll=timedelta(milliseconds=20))
    for _long in range(2):
        count_while.using(priority=-1).enqueue(file=str(diary), limit=20.0)
    crew.start()
    try:
        wait_until(lambda: Job.objects.filter(state=JobState.RUNNING).exists())
        add.enqueue(a=1, b=1)
        wait_until(lambda: Job.objects.filter(state=JobState.DONE).exists())
        states = sorted(Job.objects.filter(priority=-1).values_list("state", flat=True))
        assert states == [JobState.RUNNING, JobState.WAITING]
        going.unlink()
        wait_until(lambda: Job.objects.filter(state=JobState.DONE).count() == 3)
    finally:
        assert crew.stop(grace=timedelta(seconds=10))


@pytest.mark.django_db(transaction=True)
def test_a_worker_clears_out_what_was_done_long_ago() -> None:
    add.enqueue(a=1, b=1)
    add.enqueue(a=1, b=2)
    worker().run_waiting()
    old = Job.objects.order_by("enqueued_at")[0]
    Job.objects.filter(pk=old.pk).update(finished_at=system_clock() - timedelta(days=31))
    crew = worker(lease=timedelta(milliseconds=90))
    crew.start()
    try:
        wait_until(lambda: Job.objects.count() == 1)
    finally:
        assert crew.stop(grace=timedelta(seconds=10))
    assert Job.objects.get().result == 3


@pytest.mark.django_db(transaction=True)
def test_a_stopping_worker_puts_its_job_back(diary: Path) -> None:
    count_while.enqueue(file=str(diary), limit=30)
    crew = worker()
    crew.start()
    wait_until(diary.exists)
    assert crew.stop(grace=timedelta(seconds=10))
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_a_running_job_can_be_cancelled(diary: Path) -> None:
    count_while.enqueue(file=str(diary), limit=30)
    crew = worker()
    crew.start()
    try:
        wait_until(diary.exists)
        operations.cancel(job=Job.objects.get(), now=system_clock())
        wait_until(lambda: Job.objects.get().state == JobState.CANCELLED)
    finally:
        assert crew.stop(grace=timedelta(seconds=10))
    assert diary.read_text() == "began 1\n"


@pytest.mark.django_db(transaction=True)
def test_heartbeats_keep_a_job_that_runs_longer_than_its_lease(diary: Path) -> None:
    lease = timedelta(seconds=0.6)
    count_while.enqueue(file=str(diary), limit=2.0)
    crew, rival = worker(lease=lease), worker(lease=lease)
    crew.start()
    try:
        wait_until(diary.exists)
        while not Job.objects.get().finished:
            assert rival.run_waiting() == 0
    finally:
        assert crew.stop(grace=timedelta(seconds=10))
    assert diary.read_text() == "began 1\nended 1\n"


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_job_was_taken_over_stops_it_and_drops_the_outcome(diary: Path) -> None:
    count_while.enqueue(file=str(diary), limit=30)
    crew = worker()
    crew.start()
    wait_until(diary.exists)
    later = system_clock() + timedelta(hours=1)
    other = leases.take_over(queues=["default"], worker="other", lease=timedelta(hours=2), now=later)
    assert other is not None
    assert leases.finish(job=other, result="other", now=later)
    assert crew.stop(grace=timedelta(seconds=10))
    job = Job.objects.get()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, "other", 2)
    assert "ended" not in diary.read_text()


def test_a_job_can_run_here_with_the_same_progress() -> None:
    seen: list[Progress] = []
    assert run_here(count_to, kwargs={"total": 300}, on_progress=seen.append) == 300
    assert (seen[0].done, seen[-1].done, seen[-1].message) == (1, 300, "at 300")
    with pytest.raises(ZeroDivisionError):
        run_here(explode, kwargs={"message": "x"}, on_progress=seen.append)
    with pytest.raises(TypeError):
        run_here(count_to, kwargs={"total": object()}, on_progress=seen.append)


def test_pace_reports_at_most_so_often_and_knows_the_rate() -> None:
    ticks = iter([0.0, 0.1, 0.2, 0.7, 1.0])
    pace = Pace(every=0.5, tick=lambda: next(ticks))
    reports = [pace.step(done=n * 10, total=100, message="") for n in range(1, 5)]
    assert [report is not None for report in reports] == [True, False, True, False]
    assert pace.last is not None
    assert pace.last.rate == pytest.approx(40.0)
    assert pace.last.seconds_left == pytest.approx(1.5)
    assert Progress(done=5).seconds_left is None
