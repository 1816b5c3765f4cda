"""What open links lead to, remembered so that a click needs no database."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from colonnade.pillars.promotion.links.models import ShortLink

SECONDS = 600.0
"""How long a link is remembered that nobody changes; what others change is forgotten within seconds."""
LOOK_BACK = timedelta(seconds=30)
"""How far behind a change may become visible: clocks of servers differ, and transactions take their time."""
MOST = 50_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A link as a click needs it."""

    link: int
    organization: int
    target: str
    expires_at: datetime | None
    changed_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether it leads anywhere at that moment; a closed link has no entry."""
        return self.expires_at is None or now < self.expires_at


class LinkBook:
    """Remembers links by code, unknown ones too.

    A change in this process shows at once, one in another process when ``forget_changed`` is called next.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Entry | None]] = {}

    def remembered(self, code: str) -> tuple[Entry | None, bool]:
        """Return the entry and whether it is remembered at all; no entry means no open link."""
        known = self._known.get(code)
        if known is None or monotonic() > known[0]:
            return None, False
        return known[1], True

    def look_up(self, codes: Collection[str]) -> dict[str, Entry | None]:
        """Return links from the database, and remember them."""
        links = ShortLink.objects.filter(code__in=codes, closed_at=None)
        found: dict[str, Entry | None] = dict.fromkeys(codes)
        found |= {link.code: _entry_of(link) for link in links}
        until = monotonic() + SECONDS
        with self._lock:
            if len(self._known) + len(found) > MOST:
                self._known.clear()
            self._known.update({code: (until, entry) for code, entry in found.items()})
        return found

    def forget(self, code: str) -> None:
        """Look the link up again at its next click."""
        with self._lock:
            self._known.pop(code, None)

    def forget_changed(self, now: datetime) -> None:
        """Forget the links that anybody changed of late."""
        changed = ShortLink.objects.filter(changed_at__gte=now - LOOK_BACK).order_by()
        for code, changed_at in changed.values_list("code", "changed_at")[:MOST]:
            entry, _known = self.remembered(code)
            if entry is None or entry.changed_at != changed_at:
                self.forget(code)


def _entry_of(link: ShortLink) -> Entry:
    return Entry(
        link=link.pk,
        organization=link.organization_id,
        target=link.target,
        expires_at=link.expires_at,
        changed_at=link.changed_at,
    )


BOOK = LinkBook()
