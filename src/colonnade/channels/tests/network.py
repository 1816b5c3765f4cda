"""A network in memory: it answers as its documentation says, keeps what it was sent, and can lose an answer.

A test of a connector writes the network as a function from a request to a reply, and speaks to it through the
same client that the core gives to a connector.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs

import httpcore2
import httpx2
from pydantic import SecretStr

from colonnade.channels.contract import (
    Call,
    ChannelError,
    Credentials,
    Done,
    Media,
    Outgoing,
    Publisher,
    Sending,
    Session,
)
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


@dataclass(frozen=True)
class Asked:
    """A request as the network got it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """The body as a form."""
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True)
class Reply:
    """What the network answers."""

    body: object = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Crash(Exception):
    """The worker dies at this moment."""


@dataclass
class Network:
    """A network and what a connector needs to speak to it.

    Attributes:
        answer: what the network does; it keeps its own posts.
        lost: whether the answer to a request never arrives, though the network has acted on it.
        asked: all requests, in order.
        commits: how many requests there were before each ``sending.commit()``.
    """

    connector: Publisher
    answer: Callable[[Asked], Reply]
    credentials: Credentials | None = None
    tokens: Mapping[str, str] | None = None
    now: datetime = NOW
    lost: Callable[[Asked], bool] = lambda _asked: False
    asked: list[Asked] = field(default_factory=list)
    commits: list[int] = field(default_factory=list)
    dies_at_commit: bool = False

    @property
    def call(self) -> Call:
        """What the core gives to a connector."""
        client = Client(
            policy=AddressPolicy(),
            rates=Rates(limits=self.connector.manifest.limits),
            classify=self.connector.classify,
            base_url=self.connector.manifest.base_url,
            clock=lambda: self.now,
            transport=httpx2.MockTransport(self._handle),
            sleep=lambda _seconds: None,
        )
        session = None
        if self.tokens is not None:
            kept = {name: SecretStr(value) for name, value in self.tokens.items()}
            session = Session(identity="somebody", tokens=kept)
        return Call(http=client, now=self.now, since=self.now, credentials=self.credentials, session=session)

    def sending(self, *, profile: str, key: str = "key-1", file: bytes = PNG) -> Sending:
        """Return what the core gives for one post."""
        return Sending(
            call=self.call,
            key=key,
            profile=profile,
            began_at=self.now,
            open=lambda _media: BytesIO(file),
            commit=self._commit,
        )

    def publish(self, post: Outgoing, *, profile: str, key: str = "key-1") -> Done:
        """Publish a post that needs no preparation."""
        done = self.connector.publish(post, self.sending(profile=profile, key=key))
        assert isinstance(done, Done)
        return done

    def doubtful(self, post: Outgoing, *, profile: str) -> ChannelError:
        """Publish a post whose answer is lost; return the error, which leaves open whether it is there."""
        self.lost = lambda _asked: bool(self.commits)
        with suppress(Crash):
            try:
                self.connector.publish(post, self.sending(profile=profile))
            except ChannelError as error:
                self.lost = lambda _asked: False
                return error
        raise AssertionError("the answer was lost, yet nothing was said")

    def found(self, post: Outgoing, *, profile: str) -> list[str] | None:
        """Return the ids of what can be ``post``; None where the network cannot tell."""
        found = self.connector.find_recent(post, self.sending(profile=profile))
        return None if found is None else [done.reference.external_id for done in found]

    def _commit(self) -> None:
        if self.dies_at_commit:
            raise Crash
        self.commits.append(len(self.asked))

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        asked = Asked(
            method=request.method,
            path=request.url.path,
            query=dict(request.url.params),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=request.read(),
        )
        self.asked.append(asked)
        reply = self.answer(asked)
        if self.lost(asked):
            raise httpcore2.ReadTimeout("no answer")
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        return answered(reply.status, body, reply.headers)


def image(**changes: object) -> Media:
    """Return a small image with a description."""
    return Media.model_validate(
        {
            "source": "test:1",
            "media_type": "image/png",
            "size": len(PNG),
            "sha256": hashlib.sha256(PNG).hexdigest(),
            "alt": "A wheel loader",
            "width": 1,
            "height": 1,
            "name": "loader.png",
        }
        | changes
    )
