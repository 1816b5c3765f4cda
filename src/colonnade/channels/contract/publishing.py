"""What a connector does to publish: small protocols, found by what an object has.

The core keeps the order that makes a post appear once: it stores a key, then asks the connector to send;
the connector says ``sending.commit()`` immediately before the one request that can make the post visible.
What fails before that moment did not happen. What fails after it may have happened, so the core looks
(``find_recent``) before it does anything else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO, Protocol, runtime_checkable

from colonnade.channels.contract.capabilities import Call, Connector
from colonnade.channels.contract.drafts import Counted, Draft, Media, Outgoing, Problem, Reference
from colonnade.channels.contract.posting import Posting


@dataclass(frozen=True, kw_only=True)
class FoundProfile:
    """Somewhere that an account can publish.

    Attributes:
        external_id: lasting, such as a DID; a handle may change.
        name: for people, such as "@hydra.example.com".
        address: of its public page; empty where there is none.
        text_limit: most characters where the server sets its own; None for the manifest's.
    """

    external_id: str
    name: str
    address: str = ""
    text_limit: int | None = None


@dataclass(frozen=True, kw_only=True)
class Done:
    """A post that is on the network.

    Attributes:
        address: where people see it; empty where the network gives none.
        at: when the network says that it was published; None where it does not.
    """

    reference: Reference
    address: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A post that the network still prepares; nobody sees it yet.

    Attributes:
        ticket: what the connector needs to go on; stored as it is.
        after: how long to wait before the next look.
    """

    ticket: str
    after: timedelta = timedelta(seconds=5)


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A post that was prepared and only waits to be made visible."""

    ticket: str


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What the core gives to a connector for one post.

    Attributes:
        key: made by ``Publishes.new_key`` and stored before; the same for every try of this post.
        profile: ``external_id`` of the profile.
        began_at: when this post was tried for the first time.
        open: opens a file; its bytes are those of the digest that was approved. Raises ``BadContent``.
        commit: to be called immediately before the request that can make the post visible; where it raises,
            nothing may be sent.
    """

    call: Call
    key: str
    profile: str
    began_at: datetime
    open: Callable[[Media], BinaryIO] = field(repr=False)
    commit: Callable[[], None] = field(repr=False)


@runtime_checkable
class Publishes(Protocol):
    """Publishes posts."""

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """Return where the account can publish. Raises ``ChannelError``."""
        ...

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """Return how much of each limit a text uses. Pure."""
        ...

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """Return what keeps a draft from being published, or should. Pure: it asks nobody.

        Args:
            posting: the manifest's, with the limits of the profile's own server.
        """
        ...

    def new_key(self, now: datetime) -> str:
        """Return a key under which one post goes out; at most 100 characters, never the same twice."""
        ...

    def publish(self, post: Outgoing, sending: Sending) -> Done | Pending:
        """Send a post. Another call with the same key makes no second post where the network can tell.

        Raises:
            ChannelError: after ``sending.commit()`` only ``BadContent``, ``MissingScope``, ``RefreshToken``
                and ``Disconnect`` mean that the post was refused; all others leave it open.
        """
        ...

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done] | None:
        """Return what on the profile can be this post, since ``sending.began_at``; nothing is written.

        Returns:
            Empty where it is surely not there; None where this network cannot tell.

        Raises:
            ChannelError: where the network does not answer now.
        """
        ...


@runtime_checkable
class Publisher(Connector, Publishes, Protocol):
    """A connector that publishes."""


@runtime_checkable
class Finalizes(Protocol):
    """Of a network that prepares a post before it can be shown."""

    def check_status(self, pending: Pending, call: Call) -> Pending | Ready:
        """Return how far it is; nothing is written. Raises ``BadContent`` where it failed for good."""
        ...

    def finalize(self, ready: Ready, post: Outgoing, sending: Sending) -> Done:
        """Make it visible; as ``publish``, it calls ``sending.commit()`` before."""
        ...


@runtime_checkable
class Edits(Protocol):
    """Changes posts that are on the network."""

    def edit(self, reference: Reference, post: Outgoing, sending: Sending) -> Done:
        """Give a post new content. May be asked twice."""
        ...


@runtime_checkable
class Deletes(Protocol):
    """Deletes posts from the network."""

    def delete(self, reference: Reference, call: Call) -> None:
        """Delete a post; one that is gone already is no error."""
        ...
