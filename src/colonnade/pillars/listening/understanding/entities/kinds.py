"""Whether a name is a person's, an organisation's, a place's or a product's, if the name tells."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

Kind = Literal["person", "organisation", "place", "product", "name"]

FILE = Path(__file__).with_name("lists.toml")
LISTS = {
    key: frozenset(" ".join(text.split()).split("|" if "|" in text else " "))
    for key, text in tomllib.loads(FILE.read_text(encoding="utf-8")).items()
}

_MADE = re.compile(r"^(?:i[A-Z]\w+|[A-Z]{1,3}-?\d{1,4}[A-Za-z]?|\w*\d\w*[A-Z]\w*)$")
_CONTINENTS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


@cache
def places() -> frozenset[str]:
    """Return names of places in small letters: countries and cities of the time-zone database, and ours."""
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    countries = [row.split("\t")[1] for row in table.splitlines() if not row.startswith("#")]
    zones = [zone.split("/") for zone in available_timezones()]
    cities = [parts[-1].replace("_", " ") for parts in zones if parts[0] in _CONTINENTS]
    return frozenset(name.lower() for name in [*countries, *cities]) - LISTS["not_places"] | LISTS["places"]


def is_listed(name: str) -> bool:
    """Return whether a name is a known place's."""
    return name.lower() in places()


def kind_of(name: str) -> Kind:
    """Return what a name names; "name" where it does not tell."""
    words = name.split()
    first, last = words[0].lower().rstrip("."), words[-1].lower().rstrip(".")
    if is_listed(name):
        return "place"
    if first in LISTS["titles"] and len(words) > 1:
        return "person"
    by_forename = first in LISTS["forenames"] and first not in LISTS["words_too"]
    if by_forename and len(words) == 2:
        return "person"
    if (last in LISTS["organisations"] and len(words) > 1) or (first in LISTS["bodies"] and "of" in words):
        return "organisation"
    if last in LISTS["sites"] and len(words) > 1:
        return "place"
    if by_forename or (first in LISTS["forenames"] and len(words) in {2, 3}):
        return "person"
    if any(_MADE.match(word) for word in words):
        return "product"
    return "name"
