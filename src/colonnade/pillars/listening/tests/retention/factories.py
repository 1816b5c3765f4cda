"""Sources with posts of different age."""

from datetime import UTC, datetime, timedelta
from typing import Any

from colonnade.channels.models import Account, Channel
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.listening.retention import operations, queries, removing
from colonnade.pillars.listening.retention.models import Origin, Removal
from colonnade.pillars.listening.tests.factories import facts_of
from colonnade.warehouse.store import Facts
from colonnade.warehouse.tests.factories import rows

DAY = timedelta(days=1)


def add_source(organization: Organization, name: str, account: Account | None = None) -> Channel:
    """Return a source that is never asked."""
    return Channel.objects.create(
        organization=organization,
        account=account,
        connector="rss",
        kind="feed",
        name=name,
        every=DAY,
        since=NOW,
        created_at=NOW,
    )


def add_account(organization: Organization, name: str = "@hydra") -> Account:
    """Return an account without credentials."""
    return Account.objects.create(organization=organization, connector="x", name=name, created_at=NOW)


def came(days_ago: float) -> datetime:
    """Return the time so many days ago, as the warehouse keeps it."""
    return (NOW - days_ago * DAY).astimezone(UTC).replace(tzinfo=None)


def store(facts: Facts, *posts: dict[str, Any]) -> None:
    """Add posts, each with a word and a match."""
    words = [{"mention_id": post["mention_id"], "kind": "word", "term": "pump"} for post in posts]
    found = [{"mention_id": post["mention_id"], "query_id": 4} for post in posts]
    facts.add_mentions(rows("mentions", posts), terms=rows("terms", words), matches=rows("matches", found))


def stored(organization: Organization) -> set[str]:
    """Return the ids of the stored posts, which are the same in all tables."""
    facts = facts_of(organization)
    kept = {str(key) for key in facts.run(facts.mentions)["mention_id"].to_pylist()}
    for table in (facts.terms, facts.matches, facts.namings):
        assert {str(key) for key in facts.run(table)["mention_id"].to_pylist()} == kept
    return kept


def keep(organization: Organization, origin: Origin, number: int, days: int | None) -> queries.Kept:
    """Set a rule."""
    return operations.keep_for(
        organization=organization, origin=origin, number=number, days=days, actor=None, now=NOW
    )


def remove(organization: Organization) -> list[Removal]:
    """Remove what is old now."""
    return removing.remove_old(
        organization=organization,
        facts=facts_of(organization),
        clock=lambda: NOW,
        on_progress=lambda done, total, message: None,
    )
