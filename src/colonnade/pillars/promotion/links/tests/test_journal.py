"""What the journal acknowledged is there after any death; the rest may be missing, and nothing is doubled."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from colonnade.pillars.promotion.links.clicks.journal import Journal, lines_of, released

WRITER = """
import sys
from pathlib import Path
from colonnade.pillars.promotion.links.clicks.journal import Journal
journal = Journal(Path(sys.argv[1]))
number = 0
while True:
    waiting = [(n, journal.append(b"click %d" % n)) for n in range(number, number + 7)]
    number += 7
    for n, safe in waiting:
        safe.result()
        sys.stdout.write(f"{n}\\n")
        sys.stdout.flush()
"""


def kept(folder: Path) -> list[bytes]:
    return [line for segment in released(folder) for _key, line in lines_of(segment)]


@pytest.mark.parametrize("answers", [1, 50, 400])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, answers: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        acknowledged = [writer.stdout.readline() for _answer in range(answers)]
        assert kept(tmp_path) == []  # it is the writer's until it dies
        writer.send_signal(signal.SIGKILL)
        acknowledged += writer.stdout.readlines()
    there = kept(tmp_path)
    assert {f"click {line.strip()}".encode() for line in acknowledged if line.endswith("\n")} <= set(there)
    assert len(there) == len(set(there))


def test_lines_of_many_threads_all_arrive_and_keys_differ(tmp_path: Path) -> None:
    journal = Journal(tmp_path)

    def write(thread: int) -> None:
        for number in range(100):
            journal.append(b"%d-%d" % (thread, number)).result()
            if number % 40 == 0:
                journal.release()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    found = [pair for segment in released(tmp_path) for pair in lines_of(segment)]
    assert {line for _key, line in found} == {b"%d-%d" % (t, n) for t in range(4) for n in range(100)}
    assert len({key for key, _line in found}) == len(found) == 400
    with pytest.raises(ValueError, match="closed"):
        journal.append(b"late")


def test_a_line_that_broke_off_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "1.clicks").write_bytes(b"whole\nbrok")
    assert kept(tmp_path) == [b"whole"]


def test_a_disk_that_refuses_is_told_to_who_waits_and_the_next_line_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    real = os.fdatasync
    monkeypatch.setattr(os, "fdatasync", full)
    journal = Journal(tmp_path)
    with pytest.raises(OSError, match="No space"):
        journal.append(b"lost").result()
    monkeypatch.setattr(os, "fdatasync", real)
    journal.append(b"kept").result()
    journal.close()
    assert b"kept" in kept(tmp_path)
