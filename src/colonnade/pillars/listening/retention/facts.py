"""Reads: the stored posts that are older than they are kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from colonnade.channels.models import Channel
from colonnade.organization.models import Organization
from colonnade.pillars.listening.retention.models import Origin
from colonnade.pillars.listening.retention.queries import Kept, sources
from colonnade.warehouse.store import Facts


def old_posts(facts: Facts, *, origin: Origin, number: int, before: datetime) -> Any:
    """Return the posts of a source or a file that came in before a time, as an Ibis table."""
    posts = facts.mentions
    whose = posts.source_id if origin == Origin.SOURCE else posts.import_id
    return posts.filter((whose == number) & (posts.imported_at < before.astimezone(UTC).replace(tzinfo=None)))


def would_go(facts: Facts, *, organization: Organization, of: Kept, days: int | None, now: datetime) -> int:
    """Return how many posts would go this moment if ``of`` were kept for ``days``."""
    count = 0
    for one in _under(organization, of, days):
        before = one.cutoff(now)
        if before is not None:
            posts = old_posts(facts, origin=one.origin, number=one.number, before=before)
            count += int(facts.run(posts.count())[0][0].as_py())
    return count


def _under(organization: Organization, of: Kept, days: int | None) -> Iterator[Kept]:
    """Yield what a rule of ``days`` for ``of`` would concern, as it would then be."""
    if of.origin != Origin.ACCOUNT:
        yield Kept(origin=of.origin, number=of.number, name=of.name, days=days, account_days=of.account_days)
        return
    own = {one.number: one.days for one in sources(organization)}
    heard = Channel.objects.filter(organization=organization, account_id=of.number).values_list("pk", "name")
    for number, name in heard:
        yield Kept(origin=Origin.SOURCE, number=number, name=name, days=own[number], account_days=days)
