"""New words of stored posts: text, terms, matches and understanding follow; people's corrections stay."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from colonnade.channels.contract import Heard
from colonnade.pillars.listening.corrections.operations import keep_judgements
from colonnade.pillars.listening.importing.records import mention_key
from colonnade.pillars.listening.importing.values import channel_of
from colonnade.warehouse.store import Facts

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def key_of(network: str, external_id: str) -> str:
    """Return the id under which a network's post is stored."""
    return mention_key(channel_of(network) or network, external_id)


def stored(facts: Facts, posts: Sequence[Heard]) -> list[Heard]:
    """Return those of ``posts`` that are stored."""
    keys = [key_of(post.network, post.external_id) for post in posts]
    wanted = facts.mentions.filter(facts.mentions.mention_id.isin(keys)).select("mention_id")
    known = set(facts.run(wanted)["mention_id"].to_pylist())
    return [post for key, post in zip(keys, posts, strict=True) if key in known]


def last_wordings(posts: Sequence[Heard]) -> list[Heard]:
    """Return ``posts`` without those of which a later wording is among them."""
    latest: dict[tuple[str, str], datetime] = {}
    for post in posts:
        name = (post.network, post.external_id)
        latest[name] = max(_worded(post), latest.get(name, _NEVER))
    return [post for post in posts if _worded(post) == latest[post.network, post.external_id]]


def _worded(post: Heard) -> datetime:
    return post.edited_at or _NEVER


def reword(*, facts: Facts, posts: Sequence[Heard], tables: Mapping[str, pa.Table]) -> int:
    """Give stored posts their later words; return how many have other words now.

    Args:
        posts: each in its last wording.
        tables: what ``tables_of_posts`` made of them.
    """
    moments = {
        key_of(post.network, post.external_id): post.edited_at.replace(tzinfo=None)
        for post in posts
        if post.edited_at is not None
    }
    if not moments:
        return 0
    mentions = tables["mentions"]
    rows = mentions.filter(pc.is_in(mentions["mention_id"], value_set=pa.array(list(moments))))
    edited_at = pa.array([moments[key] for key in rows["mention_id"].to_pylist()], pa.timestamp("us"))
    changed = facts.revise(rows, edited_at=edited_at, terms=tables["terms"], matches=tables["matches"])
    keep_judgements(facts=facts, mention_ids=changed)
    return len(changed)
