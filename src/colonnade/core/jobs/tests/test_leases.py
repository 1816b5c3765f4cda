"""Who may run a job, and who may write what came of it."""

from datetime import UTC, datetime, timedelta

import pytest

from colonnade.core.jobs import leases, operations
from colonnade.core.jobs.context import LeaseLost, Progress
from colonnade.core.jobs.leases import Failure
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tests.samples import add, explode
from colonnade.core.states import TransitionRefused

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)
OOPS = Failure(kind="builtins.ValueError", message="oops", traceback="")


def put(*, priority: int = 0, run_after: datetime | None = None, key: str = "", a: int = 1) -> Job:
    task = add.using(priority=priority, run_after=run_after)
    return operations.enqueue(task, kwargs={"a": a, "b": 2}, now=NOW, key=key)


def take(now: datetime = NOW, worker: str = "w1") -> Job | None:
    for way in (leases.take_over, leases.claim):
        job = way(queues=["default"], worker=worker, lease=LEASE, now=now)
        if job is not None:
            return job
    return None


def taken(now: datetime = NOW, worker: str = "w1") -> Job:
    job = take(now, worker)
    assert job is not None
    return job


def test_jobs_are_taken_by_priority_then_by_age_and_each_once() -> None:
    late, first, second = put(run_after=NOW + timedelta(hours=1)), put(), put()
    urgent = put(priority=10)
    assert [taken().pk for _ in range(3)] == [urgent.pk, first.pk, second.pk]
    assert take() is None
    assert taken(NOW + timedelta(seconds=59, hours=1)).pk in {late.pk, urgent.pk, first.pk, second.pk}


def test_a_job_that_is_not_due_waits() -> None:
    job = put(run_after=NOW + timedelta(minutes=5))
    assert take() is None
    assert taken(NOW + timedelta(minutes=5)).pk == job.pk


def test_other_queues_are_left_alone() -> None:
    operations.enqueue(add.using(queue_name="warehouse"), kwargs={"a": 1, "b": 1}, now=NOW)
    assert take() is None


def test_a_live_lease_keeps_others_out_and_a_lapsed_one_does_not() -> None:
    put()
    first = taken()
    assert take(NOW + LEASE, "w2") is None
    second = taken(NOW + LEASE + timedelta(seconds=1), "w2")
    assert (second.pk, second.attempts, second.fence) == (first.pk, 2, first.fence + 1)
    assert second.workers == ["w1", "w2"]


def test_a_heartbeat_prolongs_the_lease() -> None:
    put()
    job = taken()
    assert leases.renew(job=job, lease=LEASE, now=NOW + timedelta(seconds=50))
    assert take(NOW + timedelta(seconds=100), "w2") is None


def test_a_worker_that_lost_its_lease_can_write_nothing() -> None:
    put()
    old = taken()
    new = taken(NOW + timedelta(minutes=5), "w2")
    assert not leases.renew(job=old, lease=LEASE, now=NOW)
    assert not leases.finish(job=old, result="old", now=NOW)
    assert not leases.fail(job=old, failure=OOPS, first_retry=None, now=NOW)
    assert not leases.release(job=old, now=NOW)
    assert not leases.abandon(job=old, now=NOW)
    with pytest.raises(LeaseLost):
        leases.note(job=old, progress=Progress(done=1))
    assert leases.finish(job=new, result="new", now=NOW)
    new.refresh_from_db()
    assert (new.state, new.result, new.errors) == (JobState.DONE, "new", [])


def test_a_finished_job_is_never_run_again() -> None:
    put()
    leases.finish(job=taken(), result=3, now=NOW)
    assert take(NOW + timedelta(days=400), "w2") is None
    with pytest.raises(TransitionRefused):
        operations.retry(job=Job.objects.get(), now=NOW)


def test_failures_are_tried_again_ever_later_and_then_given_up() -> None:
    operations.enqueue(explode, kwargs={"message": "no"}, now=NOW)
    moment, waits = NOW, []
    for _ in range(2):
        job = taken(moment)
        leases.fail(job=job, failure=OOPS, first_retry=timedelta(seconds=10), now=moment)
        job.refresh_from_db()
        waits.append((job.run_after - moment).total_seconds())
        moment = job.run_after
    leases.fail(job=taken(moment), failure=OOPS, first_retry=timedelta(seconds=10), now=moment)
    job = Job.objects.get()
    assert waits == [10, 20]
    assert (job.state, job.last_error, len(job.errors)) == (JobState.DEAD, "oops", 3)
    assert take(moment + timedelta(days=1)) is None


def test_a_job_whose_worker_dies_every_time_is_buried_not_run_for_ever() -> None:
    put()
    moment = NOW
    for attempt in range(1, 6):
        assert taken(moment, f"w{attempt}").attempts == attempt
        moment += timedelta(minutes=5)
    assert take(moment) is None
    job = Job.objects.get()
    assert job.state == JobState.DEAD
    assert "lost 5 times" in job.last_error


def test_a_released_job_waits_again_and_the_attempt_is_not_counted() -> None:
    put()
    assert leases.release(job=taken(), now=NOW)
    assert taken().attempts == 1


def test_a_waiting_job_is_cancelled_at_once_and_can_be_brought_back() -> None:
    job = operations.cancel(job=put(), now=NOW)
    assert job.state == JobState.CANCELLED
    assert take() is None
    operations.retry(job=job, now=NOW)
    assert taken().pk == job.pk


def test_a_running_job_hears_of_its_cancellation_with_its_next_progress() -> None:
    put()
    job = taken()
    assert leases.note(job=job, progress=Progress(done=1)) is False
    operations.cancel(job=job, now=NOW)
    assert leases.note(job=job, progress=Progress(done=2)) is True
    assert leases.abandon(job=job, now=NOW)
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_cancelled_job_whose_worker_died_is_not_run_again() -> None:
    put()
    operations.cancel(job=taken(), now=NOW)
    assert take(NOW + timedelta(minutes=5), "w2") is None
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_running_job_cannot_be_retried_from_outside() -> None:
    put()
    with pytest.raises(TransitionRefused):
        operations.retry(job=taken(), now=NOW)


def test_the_same_key_gives_the_same_job_within_an_organisation() -> None:
    def make(organization_id: int) -> Job:
        kwargs = {"a": 1, "b": 2, "organization_id": organization_id}
        return operations.enqueue(add, kwargs=kwargs, now=NOW, key="file-7")

    assert make(1).pk == make(1).pk
    assert make(1).pk != make(2).pk
    assert Job.objects.count() == 2


def test_old_finished_jobs_are_purged_and_dead_ones_kept() -> None:
    put(), put(), put()
    leases.finish(job=taken(), result=None, now=NOW)
    leases.fail(job=taken(), failure=OOPS, first_retry=None, now=NOW)
    assert operations.purge(before=NOW + timedelta(seconds=1)) == 1
    assert sorted(Job.objects.values_list("state", flat=True)) == ["dead", "waiting"]


def test_lateness_and_expected_end_are_told() -> None:
    job = put()
    assert job.lateness(NOW + timedelta(minutes=2)) == timedelta(minutes=2)
    job = taken()
    leases.note(job=job, progress=Progress(done=50, total=200, rate=5.0))
    job.refresh_from_db()
    assert job.expected_end == NOW + timedelta(seconds=40)
    assert job.lateness(NOW + timedelta(minutes=2)) == timedelta()
