"""Try a source before it is added: ask the network once, show what it gave, keep nothing."""

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from colonnade.channels.contract import Call, Heard, RefreshToken
from colonnade.channels.fetching.calls import call_for, client_for, renewed, signed_in
from colonnade.channels.fetching.pages import pages
from colonnade.channels.http import Bounds
from colonnade.channels.operations.wanted import Wanted
from colonnade.core.clock import Clock
from colonnade.organization.models import Organization

FIRST_LOOK_BACK = timedelta(days=7)
SHOWN = 10
_BOUNDS = Bounds(seconds=20.0, listen_seconds=8.0)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a source gave.

    Attributes:
        posts: at most ``SHOWN``, the newest first.
        skipped: why some items were no posts.
    """

    posts: tuple[Heard, ...]
    skipped: tuple[str, ...]


def try_source(*, organization: Organization, wanted: Wanted, clock: Clock) -> Trial:
    """Return the newest posts of a source; nothing is stored, no session is kept.

    Raises:
        ChannelError: what the network said.
        KeyLost, ConfigurationRefused: where the account's credentials cannot be used.
    """
    connector, account, now = wanted.connector, wanted.account, clock()
    owner = f"account:{account.pk}" if account else "public"
    with client_for(
        connector, organization_id=organization.pk, owner=owner, clock=clock, bounds=_BOUNDS
    ) as client:
        call = call_for(
            client,
            account=account,
            connector=connector,
            now=now,
            since=wanted.since or now - FIRST_LOOK_BACK,
        )
        call = signed_in(connector, call).call
        try:
            return _first_posts(wanted, call)
        except RefreshToken:
            return _first_posts(wanted, renewed(connector, call).call)


def _first_posts(wanted: Wanted, call: Call) -> Trial:
    found = pages(wanted.connector, wanted.kind, source=wanted.source, cursor=None, call=call, most=1)
    posts: list[Heard] = []
    skipped: list[str] = []
    with closing(found):
        for page in found:
            posts += page.items
            skipped += page.skipped
            if len(posts) >= SHOWN:
                break
    posts.sort(key=lambda post: post.published_at, reverse=True)
    return Trial(posts=tuple(posts[:SHOWN]), skipped=tuple(skipped[:SHOWN]))
