"""Reads: the coverage ledger, sources, accounts, networks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from colonnade.channels.contract import Connector, SourceKind
from colonnade.channels.discovery import connectors
from colonnade.channels.models import Account, Allowance, Channel, Gap
from colonnade.channels.remarks import remarks_on
from colonnade.channels.states import ChannelState
from colonnade.organization.models import Organization

LATE = timedelta(minutes=10)
"""How long a round may wait for its turn before silence is no longer calm."""
RECENT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A line of the coverage ledger: what a source hears, and whether its silence means anything.

    Attributes:
        connector, kind: None where the connector is not installed.
        gaps: spans of the last 30 days of which posts are missing, newest first.
        allowances: what is left of the network's limits, host by host.
        doubts: why silence of this source is not calm, as sentences; empty where it is.
        late: whether its round waits for longer than it should.
        remarks: what features above say of it, such as how long its posts are kept.
    """

    channel: Channel
    connector: Connector | None
    kind: SourceKind | None
    gaps: tuple[Gap, ...]
    allowances: tuple[Allowance, ...]
    doubts: tuple[str, ...]
    late: bool
    remarks: tuple[str, ...] = ()

    @property
    def network(self) -> str:
        """The network's name."""
        return self.connector.manifest.name if self.connector else self.channel.connector

    @property
    def level(self) -> str:
        """How bad it is, for ``ui``'s severity badge."""
        if self.channel.state in {ChannelState.FAILING, ChannelState.DISCONNECTED}:
            return "error"
        return "warning" if self.doubts else "good"


def sources_of(*, organization: Organization) -> QuerySet[Channel]:
    """Return an organisation's sources with their accounts."""
    return Channel.objects.filter(organization=organization).select_related("account", "organization")


def accounts_of(*, organization: Organization) -> QuerySet[Account]:
    """Return an organisation's accounts."""
    return Account.objects.filter(organization=organization).select_related("organization")


def ledger(*, organization: Organization, now: datetime) -> list[Coverage]:
    """Return a line for each source."""
    return covered(sources_of(organization=organization), organization=organization, now=now)


def covered(sources: Iterable[Channel], *, organization: Organization, now: datetime) -> list[Coverage]:
    """Return the lines of some of an organisation's sources, in as many queries for one as for all."""
    found = list(sources)
    gaps: dict[int, list[Gap]] = {}
    for gap in Gap.objects.filter(channel__in=[channel.pk for channel in found], end__gte=now - RECENT):
        gaps.setdefault(gap.channel_id, []).append(gap)
    left: dict[tuple[str, str], list[Allowance]] = {}
    for allowance in Allowance.objects.filter(organization=organization).order_by("host"):
        left.setdefault((allowance.connector, allowance.owner), []).append(allowance)
    remarks = remarks_on(organization=organization, channels=[channel.pk for channel in found])
    lines = [
        _covered(channel, gaps.get(channel.pk, []), left.get((channel.connector, channel.owner), []), now)
        for channel in found
    ]
    return [replace(line, remarks=remarks.get(line.channel.pk, ())) for line in lines]


def _covered(channel: Channel, gaps: list[Gap], allowances: list[Allowance], now: datetime) -> Coverage:
    try:
        connector, kind = channel.described()
    except KeyError:
        connector, kind = None, None
    late = channel.listening and channel.next_at is not None and now - channel.next_at > LATE
    return Coverage(
        channel=channel,
        connector=connector,
        kind=kind,
        gaps=tuple(gaps),
        allowances=tuple(row for row in allowances if row.remaining is not None),
        doubts=tuple(_doubts(channel, gaps, late=late)),
        late=late,
    )


def _doubts(channel: Channel, gaps: list[Gap], *, late: bool) -> Iterable[str]:
    if channel.state == ChannelState.PAUSED:
        yield _("Paused: nothing is heard.")
    if channel.problem:
        yield channel.problem
    if late:
        yield _("Its turn is long due: nothing works on it. Is the server, or a worker, running?")
    if channel.listening and channel.asked_at is None and not channel.problem:
        yield _("Not heard yet: its first round is waiting.")
    if gaps:
        yield _("Posts are missing from its last 30 days: see the gaps.")


def networks() -> list[Connector]:
    """Return the installed connectors by name."""
    return sorted(connectors(), key=lambda connector: connector.manifest.name.casefold())


def unheard(lines: Iterable[Coverage]) -> list[Connector]:
    """Return the networks of which nothing is heard: their silence is in every figure."""
    heard = {line.channel.connector for line in lines if line.channel.listening}
    return [connector for connector in networks() if connector.manifest.id not in heard]
