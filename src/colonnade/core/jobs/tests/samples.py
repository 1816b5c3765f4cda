"""Jobs for tests; at the top of a module, because a worker finds them by their path."""

import time
from pathlib import Path

from colonnade.core.jobs.context import JobContext, JobFailed
from colonnade.core.jobs.tasks import job


@job()
def add(context: JobContext, *, a: int, b: int, organization_id: int | None = None) -> int:
    return a + b


@job(max_attempts=3, first_retry=10)
def explode(context: JobContext, *, message: str) -> None:
    raise ZeroDivisionError(message)


@job()
def refuse(context: JobContext) -> None:
    raise JobFailed("the file is empty")


@job()
def count_to(context: JobContext, *, total: int) -> int:
    for number in range(1, total + 1):
        context.progress(number, total, f"at {number}")
    return total


@job(max_attempts=3)
def count_while(context: JobContext, *, file: str, limit: float) -> str:
    """Say in ``file`` that it began, then go on until something stops it or ``limit`` seconds are over."""
    with Path(file).open("a") as diary:
        diary.write(f"began {context.attempt}\n")
    end = time.monotonic() + limit
    number = 0
    while Path(file + ".hold").exists() and time.monotonic() < end:
        number += 1
        context.progress(number)
        time.sleep(0.01)
    with Path(file).open("a") as diary:
        diary.write(f"ended {context.attempt}\n")
    return "ended"


@job()
def sign(context: JobContext, *, file: str, name: str) -> None:
    with Path(file).open("a") as book:
        book.write(f"{name}\n")
