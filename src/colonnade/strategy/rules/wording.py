"""How rules speak of parts of the document, and of amounts."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol

from django.utils.translation import gettext as _


class Named(Protocol):
    """A part of the document with an id and perhaps a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def label(part: Named) -> str:
    """Return what to call ``part``: its name, or its id where it has none."""
    return part.name or part.id


def amount(value: float) -> str:
    """Return a number as people write it: thousands apart, at most one decimal, none where it is whole."""
    rounded = round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that offers what ``word`` may have been meant to be."""
    options = sorted(set(known))
    close = get_close_matches(word, options, n=1)
    if close:
        return _("Did you mean '{word}'?").format(word=close[0])
    if not options:
        return _("There is none in this document yet: add it.")
    return _("There are: {words}.").format(words=", ".join(options[:8]))
