"""The one way to ask for the time, so that operations can be handed another one in tests and simulations."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment, with its zone (UTC)."""
    return datetime.now(tz=UTC)
