"""Writes: secret addresses at which other calendars read this one."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from colonnade.campaigns.entries import Filters
from colonnade.campaigns.models import Feed
from colonnade.governance.operations import record
from colonnade.organization.models import Membership, Organization, User


def feed_digest(token: str) -> str:
    """Return what is stored of a feed's secret: it is long and random, so a plain hash keeps it."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def add_feed(
    *, organization: Organization, name: str, filters: Mapping[str, str], actor: User, now: datetime
) -> tuple[Feed, str]:
    """Open a feed.

    Returns:
        The feed, and its secret, which nobody can be told again.
    """
    token = secrets.token_urlsafe(32)
    feed = Feed(
        organization=organization,
        name=name.strip(),
        digest=feed_digest(token),
        filters=Filters.read(filters).said,
        made_by=actor,
        made_at=now,
    )
    feed.full_clean(validate_constraints=False)
    feed.save()
    record(organization=organization, actor=actor, action="calendar_feed.opened", subject=feed.name, now=now)
    return feed, token


@transaction.atomic
def remove_feed(*, feed: Feed, actor: User | None, now: datetime) -> None:
    """Close a feed: its address answers no more from now on."""
    record(
        organization=feed.organization,
        actor=actor,
        action="calendar_feed.closed",
        subject=feed.name,
        now=now,
    )
    feed.delete()


def open_feed(*, token: str, now: datetime) -> Feed | None:
    """Return the feed of a secret, and note that it was read.

    None where there is none, or where the person who opened it is no member any more.
    """
    feed = Feed.objects.select_related("organization").filter(digest=feed_digest(token)).first()
    if feed is None:
        return None
    if not Membership.objects.filter(organization=feed.organization, user=feed.made_by_id).exists():
        return None
    Feed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed
