"""Takes clicks: judges each, and hands it to the journal."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, date, datetime
from time import monotonic

from colonnade.audience.touches.kinds import Traffic
from colonnade.audience.touches.visitors import visitor_key
from colonnade.pillars.promotion.links.clicks.asked import Asked, Click, line_of
from colonnade.pillars.promotion.links.clicks.book import Entry
from colonnade.pillars.promotion.links.clicks.callers import Callers, caller_of
from colonnade.pillars.promotion.links.clicks.journal import Journal


class ClickTaker:
    """Takes the clicks of one process.

    Args:
        salt_of: returns a day's salt from the database; asked once a day.
    """

    def __init__(self, journal: Journal, *, salt_of: Callable[[date], bytes]) -> None:
        self._journal, self._salt_of = journal, salt_of
        self._callers = Callers()
        self._salt: tuple[date, bytes] | None = None

    def salt(self, now: datetime) -> bytes | None:
        """Return the day's salt from memory; None where the database must be asked."""
        known = self._salt
        return known[1] if known is not None and known[0] == now.astimezone(UTC).date() else None

    def fetch_salt(self, now: datetime) -> bytes:
        """Return the day's salt from the database, and remember it."""
        day = now.astimezone(UTC).date()
        salt = self._salt_of(day)
        self._salt = (day, salt)
        return salt

    def take(self, *, entry: Entry, asked: Asked, salt: bytes, now: datetime) -> Future[None]:
        """Write a click down; return what is done when it is safe.

        Raises:
            TooMany: where the caller clicks without end; nothing is written.
        """
        caller = caller_of(
            salt=salt,
            organization_id=entry.organization,
            address=asked.address,
            user_agent=asked.user_agent,
        )
        judged = self._callers.judge(caller=caller, link=entry.link, at=monotonic())
        click = Click(
            organization=entry.organization,
            link=entry.link,
            at=now,
            traffic=_traffic(asked, judged),
            caller="" if asked.untracked else caller,
            visitor=visitor_key(entry.organization, asked.cookie),
            referrer=asked.referrer,
            user_agent=asked.user_agent,
        )
        return self._journal.append(line_of(click))


def _traffic(asked: Asked, judged: Traffic) -> Traffic:
    if judged == Traffic.FLOOD:
        return judged
    if asked.head:
        return Traffic.PROBE
    return Traffic.PREFETCH if asked.ahead else judged
