"""What runs inside an installation of its own while networks and workers fail: prepare, work, tell.

``python inside.py prepare`` reads a JSON object from standard input; ``work SEED`` runs until it is killed;
``tell`` prints what became of each post.
"""

import json
import random
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402  needs Django

from colonnade.channels.contract import Draft  # noqa: E402
from colonnade.channels.discovery import connectors  # noqa: E402
from colonnade.channels.operations.accounts import checked_credentials, keep_account  # noqa: E402
from colonnade.channels.operations.profiles import connect_profiles  # noqa: E402
from colonnade.core.jobs.worker import Worker  # noqa: E402
from colonnade.governance.approvals.operations import choose_settings  # noqa: E402
from colonnade.organization.models import User  # noqa: E402
from colonnade.organization.operations import found_organization  # noqa: E402
from colonnade.publishing import jobs, planning  # noqa: E402
from colonnade.publishing.models import Publication  # noqa: E402
from colonnade.publishing.operations import drafting, scheduling  # noqa: E402
from colonnade.publishing.sending import delivery  # noqa: E402

LEASE = timedelta(seconds=8)
JUMPS = (0, 0, 0, 10, -10)
"""By how many seconds a worker's clock is off, drawn anew every few seconds."""


def now() -> datetime:
    """Return the true time."""
    return datetime.now(tz=UTC)


def prepare() -> None:
    """Make accounts, profiles and scheduled posts."""
    said = json.load(sys.stdin)
    call_command("migrate", verbosity=0)
    founder = User.objects.create_user("ana@hydra.example", "colonnade-test")
    organization = found_organization(name="Hydra", founder=founder, now=now())
    choose_settings(
        organization=organization,
        reviews_off=True,
        due_hours=48,
        expire_days=14,
        actor=founder,
        now=now(),
    )
    for account in said["accounts"]:
        connector = connectors().get(account["network"])
        kept = keep_account(
            organization=organization,
            connector=connector,
            credentials=checked_credentials(connector, account["credentials"]),
            session=None,
            name=account["name"],
            actor=None,
            now=now(),
        )
        [profile] = connect_profiles(account=kept, actor=None, clock=now)
        for post in account["posts"]:
            drafted = drafting.draft(
                organization=organization,
                profile=profile,
                content=Draft.of(post["text"]),
                author=founder,
                now=now(),
            )
            drafting.submit(publication=drafted, actor=founder, now=now())
            scheduling.schedule(
                publication=drafted,
                at=now() + timedelta(seconds=post["after"]),
                zone="UTC",
                actor=founder,
                now=now(),
            )


def work(seed: int) -> None:
    """Run jobs with short leases and a clock that jumps."""
    off, drawn = [0], random.Random(seed)

    def clock() -> datetime:
        return now() + timedelta(seconds=off[0])

    jobs.system_clock = clock
    delivery.carry_on.__kwdefaults__["lease"] = LEASE
    delivery.REQUEST_SECONDS = 4.0
    planning.WATCH_EVERY = timedelta(minutes=1)
    worker = Worker(queues=("default",), threads=3, lease=timedelta(seconds=4), poll=timedelta(seconds=0.3))
    worker.start()
    while threading.active_count() > 1:
        time.sleep(drawn.uniform(2, 5))
        off[0] = drawn.choice(JUMPS)


def tell() -> None:
    """Print what became of each post."""
    rows = Publication.objects.select_related("profile__account").prefetch_related("history", "posts")
    lines = [
        {
            "text": row.draft.text,
            "state": row.state,
            "reason": row.reason,
            "planned": row.scheduled_at.timestamp() if row.scheduled_at else None,
            "published": row.published_at.timestamp() if row.published_at else None,
            "history": [entry.words for entry in row.history.all()],
        }
        for row in rows
    ]
    json.dump(lines, sys.stdout)


if __name__ == "__main__":
    {"prepare": prepare, "tell": tell}.get(sys.argv[1], lambda: work(int(sys.argv[2])))()
