"""The states of an alert and the steps between them."""

from enum import StrEnum

from colonnade.core.states import StateTable


class AlertState(StrEnum):
    """Who has done what about it."""

    NEW = "new"
    SEEN = "seen"
    WORKING = "working"
    CLOSED = "closed"
    MUTED = "muted"


OPEN = frozenset({AlertState.NEW, AlertState.SEEN, AlertState.WORKING})
"""The states in which it waits for somebody."""

ALERT_STATES = StateTable(
    initial=AlertState.NEW,
    steps={
        AlertState.NEW: frozenset({AlertState.SEEN, AlertState.WORKING, AlertState.CLOSED, AlertState.MUTED}),
        AlertState.SEEN: frozenset({AlertState.WORKING, AlertState.CLOSED, AlertState.MUTED}),
        AlertState.WORKING: frozenset({AlertState.SEEN, AlertState.CLOSED, AlertState.MUTED}),
        AlertState.CLOSED: frozenset({AlertState.WORKING}),
        # While it is muted, whatever its rule finds is quietly added to it.
        AlertState.MUTED: frozenset({AlertState.WORKING, AlertState.CLOSED}),
    },
)
