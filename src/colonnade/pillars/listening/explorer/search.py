"""What is looked for: filters, a query, tags and an order; one object for pages, programs and commands."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from colonnade.pillars.listening.explorer.models import KEY_LENGTH
from colonnade.pillars.listening.query import Node, one_line, parse, storable
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter, read_filters

Order = Literal["newest", "oldest", "reactions", "reach"]
ORDERS: tuple[Order, ...] = get_args(Order)
UNTAGGED = "none"
"""What stands in the place of a tag's key for posts without any tag; no tag has this key."""
MOST_TAGS = 20


@dataclass(frozen=True, kw_only=True)
class Search:
    """A search of the posts.

    Attributes:
        query: in the query language; empty for every post under the filters.
        tags: keys of tags of which a post has one; ``UNTAGGED`` among them means posts without any.
    """

    filters: Filters = field(default_factory=Filters)
    query: str = ""
    tags: tuple[str, ...] = ()
    order: Order = "newest"

    def node(self) -> Node | None:
        """Return what the query means; None where there is none. Raises ``QueryRefused``."""
        return parse(self.query, broad=True).node if self.query else None

    def said(self) -> dict[str, str]:
        """Return what is set, by the names of an address, in their order."""
        own = {
            "q": self.query,
            "tag": ",".join(self.tags),
            "order": "" if self.order == "newest" else self.order,
        }
        return dict(parse_qsl(self.filters.query())) | {name: value for name, value in own.items() if value}

    def address(self) -> str:
        """Return the one way to write the search in an address, without "?"; empty for no restriction."""
        return urlencode(self.said())

    def with_(self, **changes: object) -> "Search":
        """Return this search with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses.replace checks the names


def read_search(given: Mapping[str, str | None]) -> Search:
    """Return the search written in a query string or in options; unknown names are left alone.

    The query is taken as it stands; ``Search.node`` says whether it has a meaning.

    Raises:
        WrongFilter: for a value that cannot be understood.
    """
    query = one_line(storable(given.get("q") or ""))
    written = [part.strip()[:KEY_LENGTH] for part in (given.get("tag") or "").split(",")]
    tags = tuple(dict.fromkeys(filter(None, written)))[:MOST_TAGS]
    wanted = given.get("order") or "newest"
    order = next((known for known in ORDERS if known == wanted), None)
    if order is None:
        raise WrongFilter(
            _("“%(value)s” is not an order; there are: %(known)s.")
            % {"value": wanted, "known": ", ".join(ORDERS)}
        )
    return Search(filters=read_filters(given), query=query, tags=tags, order=order)
