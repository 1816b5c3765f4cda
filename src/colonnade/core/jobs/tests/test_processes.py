"""Real worker processes: killed, frozen, and two at once."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.states import JobState
from colonnade.core.jobs.tests.samples import count_while, sign
from colonnade.core.jobs.tests.test_worker import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a worker process with a lease of one second; all are ended with the test."""
    with ExitStack() as ended:

        def begin() -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "colonnade.core.jobs.tests.process",
                    connection.settings_dict["NAME"],
                    "1",
                ]
            )
            ended.callback(process.wait)
            ended.callback(process.kill)
            return process

        yield begin


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def test_the_job_of_a_killed_worker_is_done_by_another(start: Start, tmp_path: Path) -> None:
    diary, hold = tmp_path / "diary", tmp_path / "diary.hold"
    hold.touch()
    count_while.enqueue(file=str(diary), limit=60)
    first = start()
    wait_until(lambda: lines(diary) == ["began 1"], seconds=60)
    first.kill()
    first.wait()
    hold.unlink()
    start()
    wait_until(lambda: Job.objects.get().state == JobState.DONE, seconds=60)
    assert lines(diary) == ["began 1", "began 2", "ended 2"]
    assert Job.objects.get().attempts == 2


def test_a_worker_that_comes_back_from_a_freeze_cannot_overwrite(start: Start, tmp_path: Path) -> None:
    diary, hold = tmp_path / "diary", tmp_path / "diary.hold"
    hold.touch()
    count_while.enqueue(file=str(diary), limit=60)
    frozen = start()
    wait_until(lambda: lines(diary) == ["began 1"], seconds=60)
    frozen.send_signal(signal.SIGSTOP)
    start()
    wait_until(lambda: lines(diary) == ["began 1", "began 2"], seconds=60)
    frozen.send_signal(signal.SIGCONT)
    sign.enqueue(file=str(tmp_path / "signed"), name="free")
    wait_until(lambda: lines(tmp_path / "signed") == ["free"], seconds=60)  # the first has let its job go
    hold.unlink()
    wait_until(lambda: Job.objects.filter(state=JobState.DONE).count() == 2, seconds=60)
    assert lines(diary) == ["began 1", "began 2", "ended 2"]


def test_two_processes_share_the_jobs_and_run_each_once(start: Start, tmp_path: Path) -> None:
    names = [str(number) for number in range(120)]
    for name in names:
        sign.enqueue(file=str(tmp_path / "signed"), name=name)
    start(), start()
    wait_until(lambda: Job.objects.filter(state=JobState.DONE).count() == len(names), seconds=60)
    assert sorted(lines(tmp_path / "signed"), key=int) == names
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
