"""Who clicks, as far as it must be known: different callers a day, doubles, floods. No address is stored."""

from base64 import urlsafe_b64encode
from datetime import date
from hashlib import blake2b
from secrets import token_bytes

from django.db import transaction

from colonnade.audience.touches.kinds import Traffic
from colonnade.pillars.promotion.links.models import DaySalt

DOUBLE_SECONDS = 2.0
"""A second click on the same link by the same caller within this time is a slip of the finger."""
FLOOD_A_MINUTE = 120
"""Clicks of one caller in a minute from which on they are no person's."""
MOST_A_MINUTE = 3000
"""Clicks of one caller in a minute from which on they are refused, so that nobody can fill the disk."""
MOST_REMEMBERED = 200_000


class TooMany(Exception):
    """The caller clicks without end."""


def caller_of(*, salt: bytes, organization_id: int, address: str, user_agent: str) -> str:
    """Return what tells one caller of a day from another; nobody can undo it once the day's salt is gone."""
    said = f"{organization_id}\0{address}\0{user_agent}"
    return urlsafe_b64encode(blake2b(said.encode(), digest_size=12, key=salt).digest()).decode()


@transaction.atomic
def salt_of(day: date) -> bytes:
    """Return the day's salt, made on the first call of the day; those of earlier days are thrown away."""
    DaySalt.objects.filter(day__lt=day).delete()
    salt, _made = DaySalt.objects.get_or_create(day=day, defaults={"salt": token_bytes(32)})
    return bytes(salt.salt)


class Callers:
    """Remembers, in memory and for a minute at most, who clicked what.

    Both memories begin anew when they are full: then a double may count as a person, and nothing is refused.
    """

    def __init__(self) -> None:
        self._minute = 0
        self._clicks: dict[str, int] = {}
        self._last: dict[tuple[str, int], float] = {}

    def judge(self, *, caller: str, link: int, at: float) -> Traffic:
        """Return whose click it is, as far as its caller tells.

        Args:
            at: seconds of a clock that only goes forward.

        Raises:
            TooMany: where the caller must wait for the next minute.
        """
        self._begin_anew(int(at // 60))
        clicks = self._clicks[caller] = self._clicks.get(caller, 0) + 1
        if clicks > MOST_A_MINUTE:
            raise TooMany
        before = self._last.get((caller, link))
        self._last[caller, link] = at
        if clicks > FLOOD_A_MINUTE:
            return Traffic.FLOOD
        if before is not None and at - before < DOUBLE_SECONDS:
            return Traffic.DOUBLE
        return Traffic.PEOPLE

    def _begin_anew(self, minute: int) -> None:
        if minute != self._minute or len(self._last) > MOST_REMEMBERED:
            newest = minute * 60 - DOUBLE_SECONDS
            kept = self._last.items() if minute != self._minute else ()
            self._last = {key: at for key, at in kept if at >= newest}
            self._minute = minute
            self._clicks = {}
