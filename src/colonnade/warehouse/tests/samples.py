"""Jobs for tests that need the warehouse."""

import os

from colonnade.core.jobs.context import JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.warehouse.owner import WAREHOUSE_QUEUE
from colonnade.warehouse.store import open_store
from colonnade.warehouse.tests.factories import mentions


@job(queue=WAREHOUSE_QUEUE)
def store_posts(context: JobContext, *, organization_id: int, posts: int) -> dict[str, int]:
    facts = open_store().facts(organization_id)
    for number in range(posts):
        facts.add_mentions(mentions(number))
        context.progress(number + 1, posts, "storing")
    return {"count": facts.count(), "pid": os.getpid()}


@job(queue=WAREHOUSE_QUEUE, max_attempts=1)
def give_up(context: JobContext) -> None:
    raise JobFailed("the third column is missing")
