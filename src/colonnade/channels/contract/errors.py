"""The closed set of things that can go wrong with a network; the core acts on the kind alone."""

from datetime import datetime, timedelta


class ChannelError(Exception):
    """Something a network said, or did not say. Connectors raise its kinds only, never this class itself.

    Attributes:
        unsent: whether the request surely never left; only the client knows that.
    """

    unsent = False


class RefreshToken(ChannelError):
    """The session is over and can be renewed: the core renews it once and asks again."""

    def __init__(self, reason: str = "the session has ended") -> None:
        super().__init__(reason)


class BadContent(ChannelError):
    """What was asked for cannot be: a person must change something.

    Attributes:
        field: which field of the source's configuration; empty where none is to blame.
        reason: a clause for people, such as "there is no account of that name".
        absent: whether the network says that what was asked for is not there, or not any more.
    """

    def __init__(self, field: str, reason: str, *, absent: bool = False) -> None:
        self.field, self.reason, self.absent = field, reason, absent
        super().__init__(reason)


class RateLimited(ChannelError):
    """The network answers again from ``until`` on; nothing is wrong with the account."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"the network's limit is reached until {until:%Y-%m-%d %H:%M:%S %Z}")


class Retry(ChannelError):
    """Something passing: no answer, a broken one, a server in trouble. Never disconnects an account.

    Attributes:
        after: how long the network asked to wait; None leaves it to the core.
    """

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        self.after = after
        super().__init__(reason)


class Disconnect(ChannelError):
    """The network refuses the account itself. The core believes it after a second, different proof."""


class MissingScope(ChannelError):
    """The account may not do this until it is granted ``scope``."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"the account lacks the permission '{scope}'")


KINDS: tuple[type[ChannelError], ...] = (
    RefreshToken,
    BadContent,
    RateLimited,
    Retry,
    Disconnect,
    MissingScope,
)
"""All kinds there are."""
