"""Workers of this process need not wait for their next look at the queue: putting work in wakes them."""

import threading
from weakref import WeakSet

_sleepers: WeakSet[threading.Event] = WeakSet()


def sleeper() -> threading.Event:
    """Return an event that is set whenever work is put in; kept as long as the caller keeps it."""
    event = threading.Event()
    _sleepers.add(event)
    return event


def workers() -> None:
    """Wake every sleeper."""
    for event in list(_sleepers):
        event.set()
