"""Processes for tests that open a warehouse.

``python -m ... hold WAREHOUSE DATABASE`` holds it and runs its jobs until it is ended.
``python -m ... fill WAREHOUSE [CLICKHOUSE]`` adds batches for ever, to the file or to that server, and prints
a line after each that was acknowledged.
"""

import sys
import threading
from datetime import timedelta
from itertools import count
from pathlib import Path

import django
from django.conf import settings

BATCH = 500


def hold(database: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from colonnade.core.jobs.worker import Worker  # models can be imported only after the set-up
    from colonnade.warehouse.store import open_store

    worker = Worker(queues=["warehouse"], poll=timedelta(milliseconds=50))
    store = open_store()
    store.announce(serves_jobs=True)
    worker.start()
    print("ready", flush=True)  # noqa: T201  the parent waits for this line
    threading.Event().wait()


def fill(server: str = "") -> None:
    settings.CLICKHOUSE_URL = server
    from colonnade.warehouse.store import open_store
    from colonnade.warehouse.tests.factories import mentions, rows

    facts = open_store().facts(1)
    for number in count():
        numbers = range(number * BATCH, (number + 1) * BATCH)
        terms = [{"mention_id": f"m{n}", "kind": "word", "term": "pump"} for n in numbers]
        facts.add_mentions(mentions(*numbers), terms=rows("terms", terms))
        print(number, flush=True)  # noqa: T201  the parent counts these lines


def main() -> None:
    what, path, *others = sys.argv[1:]
    settings.WAREHOUSE_PATH = Path(path)
    if what == "hold":
        hold(*others)
    else:
        fill(*others)


if __name__ == "__main__":
    main()
