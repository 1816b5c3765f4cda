"""The journal, the taker and the drainer of this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from colonnade.core.clock import system_clock
from colonnade.pillars.promotion.links.clicks.book import BOOK
from colonnade.pillars.promotion.links.clicks.callers import salt_of
from colonnade.pillars.promotion.links.clicks.draining import Drainer
from colonnade.pillars.promotion.links.clicks.journal import Journal
from colonnade.pillars.promotion.links.clicks.taking import ClickTaker


def folder() -> Path:
    """Return where the journal's segments are."""
    return Path(settings.CLICKS_DIR)


def _hear_of_changes() -> None:
    BOOK.forget_changed(system_clock())


class Running:
    """Takes clicks from the first one on, and drains them until it is stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._journal: Journal | None = None
        self._drainer: Drainer | None = None
        self._taker: ClickTaker | None = None

    def taker(self) -> ClickTaker:
        """Return what takes this process's clicks; the first call opens the journal."""
        with self._lock:
            if self._taker is None:
                self._journal = Journal(folder())
                self._taker = ClickTaker(self._journal, salt_of=salt_of)
                self._drainer = Drainer(folder(), self._journal, then=_hear_of_changes)
                self._drainer.start()
            return self._taker

    def stop(self) -> None:
        """Write down and drain what there is; the next click begins anew."""
        with self._lock:
            if self._journal is not None and self._drainer is not None:
                self._journal.close()
                self._drainer.stop()
            self._journal = self._drainer = self._taker = None


RUNNING = Running()


@contextmanager
def taking_clicks() -> Iterator[None]:
    """Take clicks within the block; what an earlier process left is drained at its begin."""
    RUNNING.taker()
    try:
        yield
    finally:
        RUNNING.stop()
