"""A worker process for tests: ``python -m ... DATABASE LEASE_SECONDS``; runs until it is ended."""

import sys
import threading
from datetime import timedelta

import django
from django.conf import settings


def main() -> None:
    database, lease = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from colonnade.core.jobs.worker import Worker  # models can be imported only after the set-up

    worker = Worker(
        queues=["default"], lease=timedelta(seconds=float(lease)), poll=timedelta(milliseconds=50)
    )
    worker.start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
