"""Writes: an entry of any source goes to another day."""

from datetime import datetime

from django.utils.translation import gettext as _

from colonnade.campaigns.entries import CALENDAR, CannotMove
from colonnade.organization.models import Membership

FARTHEST = 3660
"""Days by which an entry can be moved at once."""


def move_entry(*, member: Membership, key: str, days: int, now: datetime) -> None:
    """Move the entry ``key`` (``Entry.key``) by whole days; its source does it.

    Raises:
        CannotMove: where its source, its state or the member's role forbids it.
    """
    name, _colon, entry = key.partition(":")
    move = CALENDAR.get(name).move if name in CALENDAR else None
    if move is None:
        raise CannotMove(_("This cannot be moved from the calendar: open it and change its time there."))
    if not -FARTHEST <= days <= FARTHEST:
        raise CannotMove(_("That day is too far away."))
    if days:
        move(member=member, entry=entry, days=days, now=now)
