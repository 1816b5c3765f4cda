"""What every page's frame shows of the navigation."""

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from colonnade.ui.glossary import GLOSSARY
from colonnade.ui.navigation import Link, rail_links, tab_links


def _places(request: HttpRequest) -> list[Link]:
    entries = rail_links(request)
    return [link for entry in entries for link in (entry, *tab_links(request, entry.place.key))]


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return ``rail`` (its links), ``places`` (with the tabs too) and ``glossary`` for the page frame.

    They are worked out only where a template shows them: a part of a page, swapped in, shows none.
    """
    return {
        "rail": SimpleLazyObject(partial(rail_links, request)),
        "places": SimpleLazyObject(partial(_places, request)),
        "glossary": GLOSSARY,
    }
