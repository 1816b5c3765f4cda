"""Writes: remove the posts whose time is over."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from colonnade.core.clock import Clock
from colonnade.governance.operations import record
from colonnade.organization.models import Organization
from colonnade.pillars.listening.erasure.finding import subject_of
from colonnade.pillars.listening.erasure.places import places
from colonnade.pillars.listening.retention.facts import old_posts
from colonnade.pillars.listening.retention.models import Origin, Removal
from colonnade.pillars.listening.retention.queries import Kept, limited
from colonnade.warehouse.store import Facts

PART = 2_000
"""Posts that go in one transaction, with all that is kept of them elsewhere."""

Progress = Callable[[int, int | None, str], None]


def remove_old(
    *, organization: Organization, facts: Facts, clock: Clock, on_progress: Progress
) -> list[Removal]:
    """Remove the posts whose time is over, with all that is kept of them, and rewrite the storage.

    Every step bears being done twice: cut off at any moment, the next call goes on.

    Raises:
        StillInUse: where a place has to be waited for; nothing that went comes back.
    """
    for known in limited(organization):
        _begin(organization, facts, known, clock())
    removals = list(Removal.objects.filter(organization=organization, ended_at=None).order_by("pk"))
    total, done = sum(removal.posts for removal in removals), 0
    for removal in removals:
        for posts in _clear(facts, removal):
            done += posts
            on_progress(done, total, removal.name)
    if removals:
        facts.erase()  # of nobody: it rewrites the storage, so that the removed bytes are gone from it too
    for removal in removals:
        _end(removal, clock())
    return removals


def _begin(organization: Organization, facts: Facts, known: Kept, now: datetime) -> None:
    """Note what is to go, before anything does, so that an attempt that is cut off is not forgotten."""
    days, before = known.holds, known.cutoff(now)
    at_work = Removal.objects.filter(
        organization=organization, origin=known.origin, number=known.number, ended_at=None
    )
    if days is None or before is None or at_work.exists():
        return
    posts = old_posts(facts, origin=known.origin, number=known.number, before=before)
    count = int(facts.run(posts.count())[0][0].as_py())
    if count:
        Removal.objects.create(
            organization=organization,
            origin=known.origin,
            number=known.number,
            name=known.name,
            days=days,
            before=before,
            posts=count,
            began_at=now,
        )


def _clear(facts: Facts, removal: Removal) -> Iterator[int]:
    """Remove a removal's posts part by part; yield how many went."""
    old = old_posts(facts, origin=Origin(removal.origin), number=removal.number, before=removal.before)
    while ids := facts.run(old.select("mention_id").limit(PART))["mention_id"].to_pylist():
        subject = subject_of(facts, authors=(), mentions=ids)
        for place in places():
            place.forget(subject)
        # The posts go last, because they tell what to look for elsewhere.
        yield facts.withdraw(ids, for_good=False)


@transaction.atomic
def _end(removal: Removal, now: datetime) -> None:
    removal.ended_at = now
    removal.save(update_fields=["ended_at"])
    record(
        organization=removal.organization,
        actor=None,
        action="retention.removed",
        subject=removal.name[:200],
        now=now,
        details={
            "origin": removal.origin,
            "number": removal.number,
            "days": removal.days,
            "posts": removal.posts,
        },
    )
