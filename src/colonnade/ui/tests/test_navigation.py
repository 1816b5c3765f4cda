"""Which place a page belongs to."""

import pytest

from colonnade.ui.navigation import PLACES, Link, Place, here, menus, rail, tabs

pytestmark = pytest.mark.urls("colonnade.ui.tests.urls")


def key_of(page: str) -> str | None:
    place = here(page)
    return place.key if place else None


def test_a_tab_wins_over_the_rail_entry_with_the_same_page() -> None:
    assert key_of("design:page") == "parts"


def test_a_page_without_a_place_belongs_to_the_first_of_its_feature() -> None:
    assert key_of("design:detail") == "parts"


def test_a_page_of_nobody_belongs_nowhere() -> None:
    assert key_of("account_login") is None
    assert key_of("") is None


def test_rail_and_tabs_are_in_their_order() -> None:
    assert [place.key for place in rail()] == ["design", "other"]
    assert [place.key for place in tabs("design")] == ["parts", "forms", "hidden"]
    assert len(PLACES) == 5


def test_places_of_one_menu_are_gathered_and_the_present_one_is_known() -> None:
    def link(key: str, menu: str, *, current: bool = False) -> Link:
        place = Place(key=key, order=1, label=key.title(), page=f"design:{key}", menu=menu)
        return Link(place=place, address=f"/{key}/", current=current)

    tab, first, second, other = (
        link("a", ""),
        link("b", "Set up"),
        link("c", "Set up", current=True),
        link("d", "More"),
    )
    found = menus([tab, first, other, second])
    assert [(menu.label, menu.links) for menu in found] == [("Set up", [first, second]), ("More", [other])]
    assert [menu.current for menu in found] == [second, None]
