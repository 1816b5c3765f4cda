"""Posts that a network no longer shows: found among the stored ones, hidden at once, erased soon."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import ibis
import pyarrow as pa

from colonnade.channels.contract import Gone
from colonnade.pillars.listening.erasure.starting import withdraw_in_background
from colonnade.pillars.listening.importing.values import channel_of
from colonnade.pillars.listening.rewording import key_of
from colonnade.warehouse.store import Facts, open_store


def forget(*, organization_id: int, gone: Sequence[Gone], now: datetime) -> int:
    """Hide the stored posts among those that are gone; return how many.

    A stream tells of every deletion in its network, so that most of them concern no stored post.

    Raises:
        OwnedElsewhere: where another process holds the warehouse; then nothing is hidden.
    """
    facts = open_store().facts(organization_id)
    hidden = 0
    for for_good in (True, False):
        meant = _stored(facts, [one for one in gone if one.for_good is for_good])
        if meant:
            withdraw_in_background(facts=facts, mentions=meant, for_good=for_good, now=now)
            hidden += len(meant)
    return hidden


def _stored(facts: Facts, gone: Sequence[Gone]) -> list[str]:
    posts = facts.mentions
    keys = [key_of(one.network, one.external_id) for one in gone if one.external_id is not None]
    found = set(_ids(facts, posts.mention_id.isin(_listed(keys)))) if keys else set()
    for (channel, length), beginnings in _accounts(gone).items():
        theirs = posts.external_id.substr(0, length).isin(_listed(beginnings))
        found.update(_ids(facts, (posts.channel == channel) & theirs))
    return sorted(found)


def _accounts(gone: Sequence[Gone]) -> dict[tuple[str, int], list[str]]:
    """Return beginnings by channel and length: those of one length are found in one pass over the posts."""
    found: dict[tuple[str, int], list[str]] = {}
    for one in gone:
        if one.beginning is not None:
            channel = channel_of(one.network) or one.network
            found.setdefault((channel, len(one.beginning)), []).append(one.beginning)
    return found


def _listed(values: Sequence[str]) -> Any:
    """Return values to join with; thousands of them, written out, take longer to read than to find."""
    return ibis.memtable(pa.table({"value": values})).value


def _ids(facts: Facts, condition: Any) -> list[str]:
    found = facts.run(facts.mentions.filter(condition).select("mention_id"))
    return [str(key) for key in found["mention_id"].to_pylist()]
