"""Jobs a second: put in, claimed, run and settled, against the bare writes that any queue of rows must make.

    python benchmarks/jobs.py [--jobs 2000]

Runs on SQLite in a folder of its own, or on COLONNADE_DATABASE_URL (use an empty one). The bare figure is one
insert and two updates a job, each a transaction of its own, which is what must be durable. Rates are by this
process's CPU time, so that other work on the machine does not blur them; PostgreSQL's own time is left out.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from time import process_time

os.environ.setdefault("COLONNADE_DATA_DIR", tempfile.mkdtemp(prefix="colonnade-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  needs the set-up above
from django.db import connection  # noqa: E402
from django.forms import model_to_dict  # noqa: E402

from colonnade.core.clock import system_clock  # noqa: E402
from colonnade.core.jobs import operations  # noqa: E402
from colonnade.core.jobs.models import Job  # noqa: E402
from colonnade.core.jobs.tests.samples import add  # noqa: E402
from colonnade.core.jobs.worker import Worker  # noqa: E402


def rate(number: int, work: Callable[[], object]) -> float:
    """Return how often in a second of this process's CPU time, for work that does ``number`` things."""
    began = process_time()
    work()
    return number / (process_time() - began)


def put_in(number: int) -> None:
    """Enqueue jobs one by one."""
    for item in range(number):
        operations.enqueue(add, kwargs={"a": item, "b": 1}, now=system_clock())


def bare(number: int) -> None:
    """Write what one job must write, with no queue around it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare_jobs (id integer PRIMARY KEY, state varchar(10), result varchar(200))"
        )
        for item in range(number):
            cursor.execute("INSERT INTO bare_jobs VALUES (%s, 'waiting', '')", [item])
        for item in range(number):
            cursor.execute("UPDATE bare_jobs SET state = 'running' WHERE id = %s", [item])
            cursor.execute("UPDATE bare_jobs SET state = 'done', result = '1' WHERE id = %s", [item])
        cursor.execute("DROP TABLE bare_jobs")


def deepen(number: int) -> None:
    """Fill the queue with jobs that are not due, as a backlog of scheduled work does."""
    now = system_clock()
    task = add.using(run_after=now + timedelta(days=1))
    pattern = operations.enqueue(task, kwargs={"a": 0, "b": 0}, now=now)
    values = model_to_dict(pattern) | {"enqueued_at": now}
    Job.objects.bulk_create([Job(**values) for _number in range(number)], batch_size=1000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", type=int, default=2000)
    number = parser.parse_args().jobs
    call_command("migrate", verbosity=0)
    Job.objects.all().delete()
    worker = Worker(queues=["default"])
    baseline = rate(number, lambda: bare(number))
    enqueued = rate(number, lambda: put_in(number))
    run = rate(number, worker.run_waiting)
    whole = 1 / (1 / enqueued + 1 / run)
    print(f"{connection.vendor}, {number:,} jobs, one worker thread, by CPU time")
    print(f"put in {enqueued:,.0f}/s, run and settled {run:,.0f}/s, both {whole:,.0f}/s")
    print(f"bare writes {baseline:,.0f}/s, ratio {whole / baseline:.2f}")
    deepen(100_000)
    put_in(number)
    deep = rate(number, worker.run_waiting)
    print(f"behind 100,000 jobs that are not due: {deep:,.0f}/s, ratio to an empty queue {deep / run:.2f}")
    Job.objects.all().delete()


if __name__ == "__main__":
    main()
