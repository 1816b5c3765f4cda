"""The left rail: features add their place at start-up."""

from dataclasses import dataclass

from django.utils.functional import Promise

from colonnade.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry of the left rail, or (with ``within``) a tab below one.

    Attributes:
        key: unique name.
        order: position; entries of the rail go Home 10, Strategy 20, Listen 30, Measure 70, Settings 80.
        label: shown text.
        page: name of the page, ``app:page``; its address takes the organisation only.
        icon: name of a Lucide icon.
        within: key of the rail entry it belongs to; empty for the rail itself.
    """

    key: str
    order: int
    label: str | Promise
    page: str
    icon: str = ""
    within: str = ""


PLACES: Registry[Place] = Registry("place")


def rail() -> list[Place]:
    """Return the entries of the left rail in their order."""
    return sorted((place for place in PLACES if not place.within), key=lambda place: place.order)


def tabs(within: str) -> list[Place]:
    """Return the tabs below the rail entry ``within`` in their order."""
    return sorted((place for place in PLACES if place.within == within), key=lambda place: place.order)
