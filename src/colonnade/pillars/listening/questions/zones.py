"""A time zone's changes of offset, written out, so that no engine needs time zones of its own."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

DAY = 86400
"""Seconds."""


def offset_changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[tuple[int, int]]:
    """Return the zone's offsets between two moments.

    Returns:
        Pairs of (first second since 1970 with this offset, offset in seconds), in order; the first pair
        begins at ``first``.
    """

    def offset(second: int) -> int:
        delta = datetime.fromtimestamp(second, zone).utcoffset()
        return 0 if delta is None else int(delta.total_seconds())

    start, end = int(first.timestamp()), int(last.timestamp())
    changes = [(start, offset(start))]
    for step in range(start, end + DAY, DAY):
        if offset(step) != changes[-1][1]:
            changes.append(_change_between(offset, step - DAY, step))
    return changes


def _change_between(offset: "Offset", before: int, after: int) -> tuple[int, int]:
    new = offset(after)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if offset(middle) == new else (middle, after)
    return after, new


class Offset(Protocol):
    """Gives the offset, in seconds, that holds at a second since 1970."""

    def __call__(self, second: int, /) -> int:
        """Return the offset."""
