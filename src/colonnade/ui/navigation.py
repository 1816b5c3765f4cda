"""The left rail and the tabs below it: features add their places at start-up."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from colonnade.core.registry import Registry


def for_everyone(request: HttpRequest) -> bool:
    """Show the place to every member."""
    return True


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
        menu: label of the menu beside the tabs that holds it; empty for a tab of its own.
        covers: pages without a place of their own that belong to this one.
        visible_to: whether the person of the request sees the place; hide what would answer 403.
    """

    key: str
    order: int
    label: str | Promise
    page: str
    icon: str = ""
    within: str = ""
    menu: str | Promise = ""
    covers: tuple[str, ...] = ()
    visible_to: Callable[[HttpRequest], bool] = for_everyone

    @property
    def feature(self) -> str:
        """The feature the page belongs to."""
        return self.page.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A place as one page shows it."""

    place: Place
    address: str
    current: bool


PLACES: Registry[Place] = Registry("place")


@dataclass(frozen=True, kw_only=True)
class Menu:
    """Tabs that are set up once and visited seldom, behind one label."""

    label: str
    links: list[Link]

    @property
    def current(self) -> Link | None:
        """Return the link to the present page, if it is one of these."""
        return next((link for link in self.links if link.current), None)


def rail() -> list[Place]:
    """Return the entries of the left rail in their order."""
    return sorted((place for place in PLACES if not place.within), key=lambda place: place.order)


def tabs(within: str) -> list[Place]:
    """Return the tabs below the rail entry ``within`` in their order."""
    return sorted((place for place in PLACES if place.within == within), key=lambda place: place.order)


def here(page: str) -> Place | None:
    """Return the place that the page ``app:page`` belongs to.

    A page that no place covers, such as one post, belongs to the first place of its feature.
    """
    ordered = [*(tab for entry in rail() for tab in tabs(entry.key)), *rail()]
    exact = next((place for place in ordered if page in (place.page, *place.covers)), None)
    if exact is not None:
        return exact
    feature = page.partition(":")[0]
    return next((place for place in ordered if place.feature == feature), None)


def rail_links(request: HttpRequest) -> list[Link]:
    """Return the rail of the present page; empty outside an organisation."""
    place = here(_page(request))
    current = (place.within or place.key) if place else ""
    return _links(request, rail(), current)


def tab_links(request: HttpRequest, within: str) -> list[Link]:
    """Return the tabs below the rail entry ``within``; empty outside an organisation."""
    place = here(_page(request))
    return _links(request, tabs(within), place.key if place else "")


def menus(links: list[Link]) -> list[Menu]:
    """Return the menus that hold those of ``links`` which are no tabs of their own, in their order."""
    labels = dict.fromkeys(str(link.place.menu) for link in links if link.place.menu)
    return [Menu(label=label, links=[link for link in links if link.place.menu == label]) for label in labels]


def _page(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _links(request: HttpRequest, places: list[Place], current: str) -> list[Link]:
    slug = request.resolver_match.kwargs.get("organization") if request.resolver_match else None
    if slug is None:
        return []
    return [
        Link(
            place=place,
            address=reverse(place.page, kwargs={"organization": slug}),
            current=place.key == current,
        )
        for place in places
        if place.visible_to(request)
    ]
