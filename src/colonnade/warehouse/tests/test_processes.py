"""Several real processes and one warehouse: who holds it, who does the work, what a crash loses."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from colonnade.core.jobs.context import JobFailed, Progress
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.warehouse import owner
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere, Owner, owner_of
from colonnade.warehouse.store import close_store, open_store
from colonnade.warehouse.tests.process import BATCH
from colonnade.warehouse.tests.samples import give_up, store_posts

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process of ``tests.process``; all are ended with the test."""
    with ExitStack() as ended:

        def begin(what: str, *arguments: Any) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "colonnade.warehouse.tests.process",
                    what,
                    str(settings.WAREHOUSE_PATH),
                    *arguments,
                ],
                stdout=subprocess.PIPE,
                text=True,
            )
            assert process.stdout is not None
            ended.callback(process.stdout.close)
            ended.callback(process.wait)
            ended.callback(process.kill)
            return process

        yield begin


@pytest.fixture
def holder(transactional_db: None, start: Start) -> "subprocess.Popen[str]":
    """Another process that holds the warehouse and runs its jobs."""
    process = start("hold", connection.settings_dict["NAME"])
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def warehouse() -> Path:
    return Path(settings.WAREHOUSE_PATH)


def test_a_killed_import_loses_no_acknowledged_row_and_keeps_no_half_batch(start: Start) -> None:
    acknowledged = 0
    for _round in range(3):
        process = start("fill")
        assert process.stdout is not None
        for _ in range(4):
            acknowledged = max(acknowledged, int(process.stdout.readline()) + 1)
        process.kill()
        acknowledged = max([acknowledged, *(int(line) + 1 for line in process.stdout.read().split())])
        process.wait()
        facts = open_store().facts(1)
        stored = facts.count()
        assert stored >= acknowledged * BATCH
        assert stored % BATCH == 0
        assert facts.run(facts.terms).num_rows == stored
        close_store()


def test_only_one_process_opens_the_warehouse(holder: "subprocess.Popen[str]") -> None:
    assert owner_of(warehouse()) == Owner(pid=holder.pid, serves_jobs=True)
    with pytest.raises(OwnedElsewhere, match=f"in use by process {holder.pid}; nothing was changed"):
        open_store()
    holder.kill()
    holder.wait()
    assert owner_of(warehouse()) is None
    assert open_store().facts(1).count() == 0
    assert owner_of(warehouse()) == Owner(pid=os.getpid(), serves_jobs=False)


def test_work_goes_to_the_process_that_holds_the_warehouse(holder: "subprocess.Popen[str]") -> None:
    seen: list[Progress] = []
    kwargs = {"organization_id": 1, "posts": 40}
    result = run_at_owner(store_posts, kwargs=kwargs, on_progress=seen.append)
    assert result == {"count": 40, "pid": holder.pid}
    assert (seen[-1].done, seen[-1].total, seen[-1].message) == (40, 40, "storing")
    with pytest.raises(JobFailed, match="the third column is missing"):
        run_at_owner(give_up, kwargs={})


@pytest.mark.django_db
def test_work_is_done_here_where_nobody_holds_the_warehouse() -> None:
    seen: list[Progress] = []
    result = run_at_owner(store_posts, kwargs={"organization_id": 1, "posts": 5}, on_progress=seen.append)
    assert result == {"count": 5, "pid": os.getpid()}
    assert seen[-1].done == 5
    assert not Job.objects.exists()
    with pytest.raises(JobFailed, match="the third column is missing"):
        run_at_owner(give_up, kwargs={})


def test_a_job_outlives_the_process_that_was_to_do_it(holder: "subprocess.Popen[str]") -> None:
    def kill(_progress: Progress) -> None:
        holder.kill()
        holder.wait()

    with pytest.raises(OwnerGone, match="is kept and goes on"):
        run_at_owner(store_posts, kwargs={"organization_id": 1, "posts": 100000}, on_progress=kill)
    assert Job.objects.get().state == JobState.RUNNING


def test_an_interrupt_cancels_the_work_that_was_sent_away(holder: "subprocess.Popen[str]") -> None:
    def interrupt(_progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_at_owner(store_posts, kwargs={"organization_id": 1, "posts": 100000}, on_progress=interrupt)
    assert Job.objects.get().cancel_requested


@pytest.mark.django_db
def test_a_holder_that_runs_no_jobs_is_waited_for_but_not_for_ever(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = start("fill")
    assert process.stdout is not None
    process.stdout.readline()
    monkeypatch.setattr(owner, "_PATIENCE", timedelta(seconds=0.5))
    with pytest.raises(OwnedElsewhere):
        run_at_owner(store_posts, kwargs={"organization_id": 2, "posts": 1})
    process.kill()
    assert run_at_owner(store_posts, kwargs={"organization_id": 2, "posts": 1})["count"] == 1


def test_a_child_of_the_holder_does_not_keep_the_warehouse() -> None:
    open_store()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # lives until the parent has looked
        os.close(writer)
        os.read(reader, 1)
        os._exit(0)
    close_store()
    seen = owner_of(warehouse())
    os.close(writer)
    os.waitpid(child, 0)
    os.close(reader)
    assert seen is None
