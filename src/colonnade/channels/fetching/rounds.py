"""A round: pages from a source to those who hear, each followed by its cursor."""

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from colonnade.channels.configuration import ConfigurationRefused
from colonnade.channels.contract import (
    ChannelError,
    Connector,
    Gone,
    Heard,
    Page,
    RefreshToken,
    Retry,
    SourceKind,
)
from colonnade.channels.fetching import aliases
from colonnade.channels.fetching.calls import SignedIn, call_for, client_for, renewed, signed_in
from colonnade.channels.fetching.outcome import (
    Consequence,
    Situation,
    after_error,
    after_mistake,
    after_success,
)
from colonnade.channels.fetching.pages import pages
from colonnade.channels.hearing import Kept, hand_over, take_back
from colonnade.channels.models import Account, Channel, Gap
from colonnade.channels.secrets import KeyLost
from colonnade.channels.states import ChannelState
from colonnade.core.clock import Clock

MOST_PAGES = 25
MOST_SECONDS = 90.0
AHEAD = timedelta(days=1)  # a network's clock, or a careless author, may be ahead by no more
KEPT_REASONS = 5


class Superseded(Exception):
    """The source was changed, paused or removed while it was being heard."""


@dataclass(kw_only=True)
class Round:
    """One piece of listening to one source.

    Attributes:
        on_progress: called after each page with (posts so far, None, a line for people); what it raises ends
            the round, and the next goes on behind the page.
    """

    channel: Channel
    clock: Clock
    on_progress: Callable[[int, int | None, str], None]
    heard: int = 0
    new: int = 0
    more: bool = field(default=False, init=False)

    def go(self) -> Consequence:
        """Hear what there is and return what follows for the source.

        Raises:
            Superseded: where the source is no longer the one that this round was for.
        """
        try:
            connector, kind = self.channel.described()
            self._listen(connector, kind)
        except ChannelError as error:
            return after_error(error, self._situation(), self.clock())
        except (ConfigurationRefused, KeyLost) as error:
            return after_mistake(str(error), self._situation(), self.clock())
        except KeyError as error:  # the connector was taken off this installation
            return after_mistake(str(error.args[0]), self._situation(), self.clock())
        return after_success(self._situation(), self.clock())

    def _situation(self) -> Situation:
        account = self.channel.account
        return Situation(
            state=ChannelState(self.channel.state),
            failures=self.channel.failures,
            every=self.channel.every,
            doubted_at=account.doubted_at if account is not None else None,
            more=self.more,
        )

    def _listen(self, connector: Connector, kind: SourceKind) -> None:
        channel = self.channel
        source = channel.source()
        with client_for(
            connector, organization_id=channel.organization_id, owner=channel.owner, clock=self.clock
        ) as client:
            call = call_for(
                client,
                account=channel.account,
                connector=connector,
                now=self.clock(),
                since=channel.since,
            )
            state = self._kept(signed_in(connector, call))
            for attempt in (1, 2):
                try:
                    found = pages(
                        connector,
                        kind,
                        source=source,
                        cursor=channel.cursor or None,
                        call=state.call,
                        most=MOST_PAGES,
                    )
                    self._take(found)
                except RefreshToken:
                    if attempt == 2:
                        raise Retry("the network ended a session that had just begun") from None
                    state = self._kept(renewed(connector, state.call))
                else:
                    return

    def _kept(self, state: SignedIn) -> SignedIn:
        """Save a new session at once: a network may have ended the one before it."""
        account = self.channel.account
        if state.renewed and account is not None:
            account.keep_session(state.call.session)
            Account.objects.filter(pk=account.pk).update(
                sealed_session=account.sealed_session, identity=account.identity
            )
        return state

    def _take(self, found: Generator[Page]) -> None:
        end = time.monotonic() + MOST_SECONDS
        with closing(found):  # it may hold a connection
            for page in found:
                self._keep(page)
                self.more = page.more
                self.on_progress(self.heard, None, self.channel.name)
                if time.monotonic() > end:
                    return

    def _keep(self, page: Page) -> None:
        """Hand a page over, then save the cursor: one that was lost in between hands it over again."""
        now = self.clock()
        posts, refused = _believable(page.items, now)
        changed, strange = _believable(page.changed, now)
        kept = self._handed_over(posts, changed, now=now)
        went = self._taken_back(page.gone, now=now) if page.gone else 0
        with transaction.atomic():
            reasons = [*page.skipped, *refused, *strange]
            self._save(page, posts=posts, kept=kept, went=went, refused=reasons, now=now)
            if page.silence is not None:
                silence = page.silence
                Gap.objects.create(
                    channel=self.channel,
                    start=silence.start,
                    end=silence.end,
                    reason=silence.reason[:300],
                    noted_at=now,
                )
        self.heard += len(posts)
        self.new += kept.new

    def _handed_over(self, posts: list[Heard], changed: list[Heard], *, now: datetime) -> Kept:
        give = partial(
            hand_over, organization_id=self.channel.organization_id, source_id=self.channel.pk, now=now
        )
        kept = give(posts=posts) if posts else Kept()
        if changed:
            news = give(posts=changed, add=False)
            kept = replace(kept, edited=kept.edited + news.edited)
        aliases.note(channel=self.channel, posts=posts, now=now)
        return kept

    def _taken_back(self, gone: Sequence[Gone], *, now: datetime) -> int:
        """Take back what is gone, after everything else of its page: a post may come and go in one."""
        told = aliases.understood(channel=self.channel, gone=gone)
        return take_back(organization_id=self.channel.organization_id, gone=told, now=now) if told else 0

    def _save(
        self, page: Page, *, posts: list[Heard], kept: Kept, went: int, refused: list[str], now: datetime
    ) -> None:
        channel = self.channel
        newest = max((post.published_at for post in posts), default=None)
        heard_to = max(filter(None, [newest, channel.heard_to]), default=None)
        cursor = page.next_cursor if page.next_cursor is not None else channel.cursor
        changed: dict[str, object] = {
            "cursor": cursor,
            "heard_to": heard_to,
            "asked_at": now,
            "posts_new": F("posts_new") + kept.new,
            "posts_known": F("posts_known") + kept.known,
            "posts_edited": F("posts_edited") + kept.edited,
            "posts_gone": F("posts_gone") + went,
            "skipped": F("skipped") + len(refused),
        }
        if refused:
            changed["skipped_last"] = refused[:KEPT_REASONS]
        if not Channel.objects.filter(pk=channel.pk, round=channel.round).update(**changed):
            raise Superseded
        channel.cursor, channel.heard_to, channel.asked_at = cursor, heard_to, now


def _believable(items: Iterable[Heard], now: datetime) -> tuple[list[Heard], list[str]]:
    """Return (posts, reasons): nobody has posted in the future."""
    posts, refused = [], []
    for item in items:
        if item.published_at > now + AHEAD:
            refused.append(f"{item.published_at.isoformat()} lies in the future")
        else:
            posts.append(item)
    return posts, refused
