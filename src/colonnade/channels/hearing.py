"""Who hears the posts: features above register here, and the core hands them every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.module_loading import import_string

from colonnade.channels.contract import Gone, Heard
from colonnade.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of the posts handed over: each is new or was known.

    Attributes:
        edited: of the known, those that have new words now.
    """

    new: int = 0
    known: int = 0
    edited: int = 0


class Hearer(Protocol):
    """Stores posts. Must bear the same post any number of times, and have stored it when it returns."""

    def __call__(
        self,
        *,
        organization_id: int,
        posts: Sequence[Heard],
        now: datetime,
        add: bool = True,
        source_id: int | None = None,
    ) -> Kept:
        """Take posts over; what it raises leaves the cursor where it was.

        Args:
            source_id: which source they come from; None where none is known.
            add: False where posts that are not stored are not meant; then the others may have new words.
        """
        ...


class Forgetter(Protocol):
    """Takes posts that a network no longer shows from every reader. Must bear being told twice."""

    def __call__(self, *, organization_id: int, gone: Sequence[Gone], now: datetime) -> int:
        """Return how many posts went; what it raises leaves the cursor where it was."""
        ...


HEARERS: Registry[str] = Registry("hearer")
"""Dotted names of ``Hearer`` functions: what stores posts takes long to load, and only jobs need it."""
FORGETTERS: Registry[str] = Registry("forgetter")
"""Dotted names of ``Forgetter`` functions."""


def hand_over(
    *,
    organization_id: int,
    posts: Sequence[Heard],
    now: datetime,
    add: bool = True,
    source_id: int | None = None,
) -> Kept:
    """Give posts to everybody who hears; return what became of them with the last of those."""
    kept = Kept()
    for name in HEARERS:
        hearer: Hearer = import_string(name)
        kept = hearer(organization_id=organization_id, posts=posts, now=now, add=add, source_id=source_id)
    return kept


def take_back(*, organization_id: int, gone: Sequence[Gone], now: datetime) -> int:
    """Tell everybody who keeps posts what is gone; return how many posts went with the last of those."""
    went = 0
    for name in FORGETTERS:
        forgetter: Forgetter = import_string(name)
        went = forgetter(organization_id=organization_id, gone=gone, now=now)
    return went
