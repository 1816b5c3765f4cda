"""When sources were broken: what is missing then is a gap, not calm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from colonnade.channels.models import Channel, Gap
from colonnade.channels.states import ChannelState
from colonnade.organization.models import Organization
from colonnade.pillars.listening.importing.values import channel_of

LONGEST = timedelta(days=14)
"""A source that is broken for longer is as if it were not there: that has become usual."""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time of which posts of a network may be missing."""

    channel: str
    start: datetime
    end: datetime


def silent_spans(*, organization: Organization, since: datetime, now: datetime) -> list[Span]:
    """Return the noted gaps of all sources, and the present silence of those that fail; two queries."""
    gaps = Gap.objects.filter(channel__organization=organization, end__gt=since).select_related("channel")
    found = [Span(_network(gap.channel), gap.start, min(gap.end, gap.start + LONGEST)) for gap in gaps]
    broken = Channel.objects.filter(
        organization=organization, state__in=[ChannelState.FAILING, ChannelState.DISCONNECTED]
    )
    for channel in broken:
        start = channel.asked_at or channel.created_at
        found.append(Span(_network(channel), start, min(now, start + LONGEST)))
    return found


def _network(channel: Channel) -> str:
    return channel_of(channel.connector) or channel.connector


def missing(spans: Sequence[Span], *, channel: str, start: datetime, end: datetime) -> bool:
    """Return whether posts of ``channel`` (any, where empty) may be missing between two moments."""
    return any(span.start < end and span.end > start and channel in {"", span.channel} for span in spans)
