"""Who hears the posts: features above register here, and the core hands them every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.module_loading import import_string

from colonnade.channels.contract import Heard
from colonnade.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What became of the posts handed over: each is new or was known."""

    new: int = 0
    known: int = 0


class Hearer(Protocol):
    """Stores posts. Must bear the same post any number of times, and have stored it when it returns."""

    def __call__(self, *, organization_id: int, posts: Sequence[Heard], now: datetime) -> Kept:
        """Take posts over; what it raises leaves the cursor where it was."""
        ...


HEARERS: Registry[str] = Registry("hearer")
"""Dotted names of ``Hearer`` functions: what stores posts takes long to load, and only jobs need it."""


def hand_over(*, organization_id: int, posts: Sequence[Heard], now: datetime) -> Kept:
    """Give posts to everybody who hears; return what became of them with the last of those."""
    kept = Kept()
    for name in HEARERS:
        hearer: Hearer = import_string(name)
        kept = hearer(organization_id=organization_id, posts=posts, now=now)
    return kept
