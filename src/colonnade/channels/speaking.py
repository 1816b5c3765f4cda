"""Speak to a network with an account: signed in, its session renewed by one process at a time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from django.db.models import Q

from colonnade.channels.contract import Call, Connector, RefreshToken, Retry
from colonnade.channels.fetching.calls import SignedIn, call_for, client_for, renewed, signed_in
from colonnade.channels.http import Bounds, Client
from colonnade.channels.models import Account
from colonnade.core.clock import Clock

T = TypeVar("T")

_LEASE = timedelta(seconds=60)
_LONGEST_WAIT = 30.0
_POLL = 0.1


class Line:
    """What is said to a network with one account.

    Args:
        sleep: waits while another process renews the session; stands still in tests.
    """

    def __init__(
        self,
        *,
        account: Account,
        connector: Connector,
        client: Client,
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._account, self._connector, self._client = account, connector, client
        self._clock, self._sleep = clock, sleep

    def say(self, act: Callable[[Call], T]) -> T:
        """Do something signed in; where the session has ended, once more with a new one.

        Raises:
            ChannelError: what the network said; ``RefreshToken`` never.
            KeyLost, ConfigurationRefused: where the account's credentials cannot be used.
        """
        call = self._agreed(self._call(), signed_in)
        try:
            return act(call)
        except RefreshToken:
            call = self._agreed(call, renewed)
        try:
            return act(call)
        except RefreshToken:
            raise Retry("the network ended a session that had just begun") from None

    def _call(self) -> Call:
        now = self._clock()
        return call_for(self._client, account=self._account, connector=self._connector, now=now, since=now)

    def _agreed(self, call: Call, how: Callable[[Connector, Call], SignedIn]) -> Call:
        """Return ``call`` with a session that lasts; of several processes one asks the network for it."""
        stale, left = self._account.sealed_session, _LONGEST_WAIT
        if how is signed_in and not _runs_out(call):
            return call
        while not self._claimed(stale):
            self._account.refresh_from_db(fields=["sealed_session", "identity"])
            if self._account.sealed_session != stale:
                return self._call()
            if left <= 0:
                raise Retry("another process renews the session and does not end")
            self._sleep(_POLL)
            left -= _POLL
        try:
            state = how(self._connector, call)
            if state.renewed:
                self._account.keep_session(state.call.session)
        finally:
            self._account.renewing_until = None
            self._account.save(update_fields=["sealed_session", "identity", "renewing_until"])
        return state.call

    def _claimed(self, stale: str) -> bool:
        now = self._clock()
        free = Q(renewing_until=None) | Q(renewing_until__lt=now)
        mine = Account.objects.filter(free, pk=self._account.pk, sealed_session=stale)
        return bool(mine.update(renewing_until=now + _LEASE))


def _runs_out(call: Call) -> bool:
    session = call.session
    return session is None or (
        session.expires_at is not None and session.expires_at <= call.now + timedelta(minutes=1)
    )


@contextmanager
def line_to(account: Account, *, connector: Connector, clock: Clock, seconds: float = 30.0) -> Iterator[Line]:
    """Open a line within the account's limits; what is left of these is noted at the end.

    Args:
        seconds: the most that one request may take.
    """
    with client_for(
        connector,
        organization_id=account.organization_id,
        owner=f"account:{account.pk}",
        clock=clock,
        bounds=Bounds(seconds=seconds),
    ) as client:
        yield Line(account=account, connector=connector, client=client, clock=clock)
