"""What a feed answers: a year back and a year and a half ahead, as the organisation's calendar shows it."""

from datetime import datetime, timedelta

from colonnade.campaigns.entries import Filters, Span
from colonnade.campaigns.exchange.ics import calendar_file
from colonnade.campaigns.models import Feed
from colonnade.campaigns.queries import entries_of

BACK = timedelta(days=365)
AHEAD = timedelta(days=548)


def feed_file(feed: Feed, *, now: datetime) -> bytes:
    """Return what stands in the calendar, as the feed narrows it, as a calendar file."""
    entries = entries_of(
        organization=feed.organization,
        span=Span(start=now - BACK, end=now + AHEAD),
        filters=Filters.read(feed.filters),
    )
    name = f"{feed.organization.name}: {feed.name}"
    return calendar_file(entries, organization=feed.organization, name=name, now=now)
