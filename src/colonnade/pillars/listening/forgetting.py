"""Posts that a network no longer shows: found among the stored ones, hidden at once, erased soon."""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from colonnade.channels.contract import Gone
from colonnade.pillars.listening.erasure.starting import withdraw_in_background
from colonnade.pillars.listening.importing.values import channel_of
from colonnade.pillars.listening.rewording import key_of
from colonnade.warehouse.store import Facts, open_store

_AT_ONCE = 50  # beginnings that are looked for in one pass over the posts


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
    keys = [key_of(one.network, one.external_id) for one in gone if one.external_id is not None]
    found = set(_ids(facts, facts.mentions.mention_id.isin(keys))) if keys else set()
    accounts = [one for one in gone if one.beginning is not None]
    for start in range(0, len(accounts), _AT_ONCE):
        theirs = (_of_account(facts, one) for one in accounts[start : start + _AT_ONCE])
        found.update(_ids(facts, reduce(or_, theirs)))
    return sorted(found)


def _of_account(facts: Facts, one: Gone) -> Any:
    posts = facts.mentions
    channel = channel_of(one.network) or one.network
    return (posts.channel == channel) & posts.external_id.startswith(one.beginning)


def _ids(facts: Facts, condition: Any) -> list[str]:
    found = facts.run(facts.mentions.filter(condition).select("mention_id"))
    return [str(key) for key in found["mention_id"].to_pylist()]
