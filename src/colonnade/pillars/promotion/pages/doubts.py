"""Signs that a program sent a form. What shows one is kept apart for a person to look at, never dropped."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_LINKS = 2
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MARKUP = re.compile(r"\[/?url|<\s*a\s|<\s*script|<\s*iframe", re.IGNORECASE)


class Doubt(TextChoices):
    """Why a person should look first."""

    TRAP = "trap", _("a field that people do not see was filled in")
    FAST = "fast", _("it was filled in faster than anybody reads")
    STRANGE = "strange", _("it was sent from a place that the form does not know")
    LINKS = "links", _("it holds many links")
    MARKUP = "markup", _("it holds markup as spam does")
    SAME = "same", _("all answers are the same")
    MANY = "many", _("many were sent from the same place")


def doubts_in(said: Mapping[str, str]) -> list[Doubt]:
    """Return what in the answers looks like spam."""
    texts = list(said.values())
    together = "\n".join(texts)
    found = []
    if len(_LINK.findall(together)) > MOST_LINKS:
        found.append(Doubt.LINKS)
    if _MARKUP.search(together):
        found.append(Doubt.MARKUP)
    if len(texts) >= 3 and len({text.casefold() for text in texts}) == 1:
        found.append(Doubt.SAME)
    return found


@dataclass
class _Bucket:
    level: float
    at: datetime


class Buckets:
    """A token bucket for each place, in the memory of this process; the least used are forgotten.

    Args:
        room: how many may come at once.
        every: after so long one more may come.
        most: places remembered.
    """

    def __init__(self, *, room: int, every: timedelta, most: int = 50_000) -> None:
        self._room, self._every, self._most = room, every, most
        self._places: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def take(self, place: str, *, now: datetime) -> bool:
        """Take one from the place's bucket; False where it is empty."""
        with self._lock:
            bucket = self._places.pop(place, None) or _Bucket(level=self._room, at=now)
            passed = max(now - bucket.at, timedelta())
            bucket.level = min(self._room, bucket.level + passed / self._every)
            bucket.at = now
            allowed = bucket.level >= 1
            if allowed:
                bucket.level -= 1
            self._places[place] = bucket
            while len(self._places) > self._most:
                self._places.popitem(last=False)
            return allowed

    def clear(self) -> None:
        """Forget all places."""
        with self._lock:
            self._places.clear()


USUAL = Buckets(room=20, every=timedelta(seconds=15))
"""What more comes from one place is kept apart."""
BEARABLE = Buckets(room=600, every=timedelta(milliseconds=100))
"""What more comes from one place is told to wait, so that nobody fills the disk."""
