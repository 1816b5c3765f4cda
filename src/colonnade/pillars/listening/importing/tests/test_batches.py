"""The pool of processes that prepares batches."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

MAIN = """
import multiprocessing
from datetime import datetime
from itertools import count

import django

from colonnade.pillars.listening.importing import batches
from colonnade.pillars.listening.importing.plan import Plan
from colonnade.pillars.listening.importing.prepare import Recipe
from colonnade.pillars.listening.importing.reading import Row

if __name__ == "__main__":
    django.setup()
    batches.POOL_FROM, batches.BATCH = 0, 10
    plan = Plan(mapping={"follower": "a", "followed": "b"}, kind="follows", channel="x")
    recipe = Recipe(plan=plan, columns=("a", "b"), queries=(), import_id=1, imported_at=datetime.now())
    endless = (Row(number, (f"ann{number}", "bob")) for number in count())
    for prepared in batches.prepared_batches(endless, recipe, processes=2, remaining=lambda: 99):
        children = multiprocessing.active_children()
        if children:
            print(*(child.pid for child in children), flush=True)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_pool_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "main.py"
    script.write_text(MAIN)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    assert children
    deadline = time.monotonic() + 30
    while any(alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [child for child in children if alive(child)]
