"""Posts from networks: the same path into the warehouse as imported files."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from colonnade.channels.contract import Heard
from colonnade.channels.hearing import Kept
from colonnade.pillars.listening.importing.prepare import tables_of_posts
from colonnade.pillars.listening.importing.records import Post, author_key
from colonnade.pillars.listening.importing.values import channel_of
from colonnade.pillars.listening.jobs import catch_up, present_queries
from colonnade.pillars.listening.matching import Matcher, Query
from colonnade.pillars.listening.questions.renewing import renew_if_many
from colonnade.pillars.listening.rewording import key_of, last_wordings, reword, stored
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.pillars.listening.topics.jobs import look_this_hour
from colonnade.warehouse.store import open_store


def hear(
    *,
    organization_id: int,
    posts: Sequence[Heard],
    now: datetime,
    add: bool = True,
    source_id: int | None = None,
) -> Kept:
    """Understand, match and store posts, in one transaction; a post that is there already is not added.

    Args:
        add: False where only those that are there already are meant, for their new words.
        source_id: noted with each new post, since each source has its own time for which posts are kept.

    Raises:
        OwnedElsewhere: where another process holds the warehouse; then nothing is stored.
    """
    facts = open_store().facts(organization_id)
    posts = last_wordings(posts if add else stored(facts, posts))
    if not posts:
        return Kept()
    queries = present_queries(organization_id)
    tables = tables_of_posts(
        [post_of(post) for post in posts],
        matcher=_matcher(queries),
        source_id=source_id,
        imported_at=now.astimezone(UTC).replace(tzinfo=None),
        tier=tier_of(organization_id=organization_id),
    )
    added = facts.add_mentions(tables["mentions"], terms=tables["terms"], matches=tables["matches"])
    catch_up(facts, organization_id, queries, _unseen)
    if added.new:
        look_this_hour(organization_id=organization_id, now=now)
        renew_if_many(facts=facts, now=now)
    edited = reword(facts=facts, posts=posts, tables=tables)
    return Kept(new=added.new, known=added.known, edited=edited)


@lru_cache(maxsize=8)
def _matcher(queries: tuple[Query, ...]) -> Matcher:
    # A source hands over many small pages; thousands of queries take long to be made ready.
    return Matcher(queries)


def _unseen(_done: int, _total: int | None, _message: str) -> None:
    """Take no notice of progress."""


def post_of(heard: Heard) -> Post:
    """Return a post from a network as a row of a file would give it, so that both are the same mention."""
    author = heard.author
    channel = channel_of(heard.network) or heard.network
    name = author.handle or author.key or author.name
    return Post(
        mention_id=key_of(heard.network, heard.external_id),
        channel=channel,
        external_id=heard.external_id,
        url=heard.url,
        published_at=heard.published_at.replace(tzinfo=None),
        author_id=author_key(channel, name) if name else None,
        author_handle=author.handle,
        author_name=author.name,
        author_followers=author.followers,
        text=heard.text,
        in_reply_to=heard.in_reply_to,
        place=heard.place,
        community=heard.community,
        likes=heard.engagement.likes,
        replies=heard.engagement.replies,
        reposts=heard.engagement.reposts,
        views=heard.engagement.views,
    )
