"""What a connector may be able to do: small protocols, found by what an object has."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Literal, Protocol, TypeVar, runtime_checkable

from pydantic import SecretStr

from colonnade.channels.contract.answer import Answer
from colonnade.channels.contract.errors import ChannelError, Disconnect, RefreshToken
from colonnade.channels.contract.items import Page
from colonnade.channels.contract.manifest import Credentials, Manifest, Source

Params = Mapping[str, str | int | None]
"""Parameters of an address; None leaves one out."""

Upload = tuple[str, BinaryIO, str]
"""A file in a form: its name, its bytes, its media type."""

Kind = TypeVar("Kind", bound=Credentials)


class Http(Protocol):
    """The only way out, owned by the core.

    It refuses addresses inside the network it runs in, follows redirects only as far as is safe, bounds
    time and size, keeps to the limits, writes no secret into a log, and asks the connector's ``classify``
    about each answer before it hands it over. Addresses may be relative to the manifest's ``base_url``.
    """

    def get(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer to a GET, redirects followed. Raises ``ChannelError``."""
        ...

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a POST of JSON or of a form; redirects are not followed."""
        ...

    def write(
        self,
        method: Literal["POST", "PUT", "PATCH", "DELETE"],
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, Upload] | None = None,
        body: bytes | BinaryIO | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a request that changes something; redirects are not followed.

        Args:
            form, files: sent together as a form of several parts.
            body: sent as it is; its type is named in ``headers``.
        """
        ...

    def websocket(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Iterator[bytes]]:
        """Open a WebSocket and yield its messages until the time for listening is over."""
        ...

    def lines(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Iterator[str]]:
        """GET an endless answer (Server-Sent Events) and yield its lines until the time is over."""
        ...


@dataclass(frozen=True, kw_only=True)
class Session:
    """What a sign-in gave; kept encrypted until it ends.

    Attributes:
        identity: who is signed in, for people: "@hydra.example.com".
        tokens: secrets by name, for the connector alone.
        scopes: what was granted, in the network's words.
    """

    identity: str
    tokens: Mapping[str, SecretStr] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the core gives to a connector for one fetch.

    Attributes:
        now: the present moment, with zone; a connector has no other clock.
        since: a first fetch need not go back further than this.
        credentials, session: of the account, where the source has one.
    """

    http: Http
    now: datetime
    since: datetime
    credentials: Credentials | None = None
    session: Session | None = None

    def credentials_as(self, kind: type[Kind]) -> Kind:
        """Return the account's credentials. Raises ``Disconnect`` where there are none of this kind."""
        if not isinstance(self.credentials, kind):
            raise Disconnect("this needs an account")
        return self.credentials

    def token(self, name: str) -> str:
        """Return a secret of the session. Raises ``RefreshToken`` where there is none of that name."""
        token = None if self.session is None else self.session.tokens.get(name)
        if token is None:
            raise RefreshToken("there is no session yet")
        return token.get_secret_value()


@runtime_checkable
class Connector(Protocol):
    """What every connector has. An instance is shared by all threads, so it keeps nothing between calls."""

    @property
    def manifest(self) -> Manifest:
        """What it is."""
        ...

    def classify(self, answer: Answer) -> ChannelError | None:
        """Return what an answer's status, headers and body say went wrong, or None where nothing did."""
        ...


@runtime_checkable
class Listens(Protocol):
    """Hears posts by asking for them."""

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """Return the posts after ``cursor``; None begins, at ``call.since`` where that is possible.

        Raises:
            ChannelError: one of its kinds; the core decides when to ask again.
        """
        ...


@runtime_checkable
class Streams(Protocol):
    """Hears posts as they are written, while the core lets it listen."""

    def stream(self, source: Source, cursor: str | None, call: Call) -> Iterator[Page]:
        """Yield posts after ``cursor`` in small pages, until ``call.http`` ends the connection.

        Raises:
            ChannelError: one of its kinds; pages yielded before count.
        """
        ...


@runtime_checkable
class Authenticates(Protocol):
    """Signs in."""

    def sign_in(self, call: Call) -> Session:
        """Return a new session for ``call.credentials``.

        Raises:
            Disconnect: where the credentials are refused.
        """
        ...

    def refresh(self, call: Call) -> Session:
        """Return a session that follows ``call.session``.

        Raises:
            RefreshToken: where that session cannot be renewed, so that the core signs in anew.
        """
        ...
