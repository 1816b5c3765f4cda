"""How fast a job goes, and when its progress is worth writing down."""

from collections.abc import Callable
from time import monotonic

from colonnade.core.jobs.context import Progress


class Pace:
    """Turns a job's counts into progress with a rate, at most once every ``every`` seconds.

    Args:
        every: shortest time between two reports, in seconds; the first is never held back.
        tick: a clock that only goes forward, in seconds.
    """

    def __init__(self, *, every: float = 0.5, tick: Callable[[], float] = monotonic) -> None:
        self._every, self._tick = every, tick
        self._began = tick()
        self._next = self._began
        self.last: Progress | None = None

    def step(self, *, done: int, total: int | None, message: str) -> Progress | None:
        """Take a count; return progress where it is time to report it."""
        now = self._tick()
        elapsed = now - self._began
        rate = done / elapsed if elapsed > 0 else 0.0
        self.last = Progress(done=done, total=total, rate=rate, message=message)
        if now < self._next:
            return None
        self._next = now + self._every
        return self.last
