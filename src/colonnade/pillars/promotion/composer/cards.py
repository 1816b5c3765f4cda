"""What a page says of itself for link cards: title and description, read through the guarded way out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html.parser import HTMLParser

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from colonnade.channels.contract import Answer, ChannelError, Http, Limits, by_status, one_line
from colonnade.channels.http import AddressPolicy, AddressRefused, Bounds, Client, Rates

LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 1000
BOUNDS = Bounds(seconds=10.0, body_bytes=2 * 1024 * 1024, redirects=4)
LIMITS = Limits(requests=1_000, per=timedelta(seconds=1), page=1)
Open = Callable[[], AbstractContextManager[Http]]


class NoCard(ValidationError):
    """The page behind a link tells nothing for a card; the message says why."""


def way_out() -> Client:
    """Return a client that reaches public addresses alone, and no more than a page of them."""
    return Client(
        policy=AddressPolicy.allowing(settings.ALLOWED_PEERS),
        rates=Rates(limits=LIMITS),
        classify=_judge,
        bounds=BOUNDS,
    )


def _judge(answer: Answer) -> ChannelError | None:
    return by_status(answer, limits=LIMITS)


def read_card(url: str, *, open_http: Open = way_out) -> dict[str, str]:
    """Return ``url``, ``title`` and ``description`` as the page behind a link tells them.

    Args:
        open_http: opens the way out; another one in tests.

    Raises:
        NoCard: where the address may not or cannot be reached, or is no web page.
    """
    if not url:
        raise NoCard(_("Write a link first."))
    try:
        with open_http() as http:
            answer = http.get(url, headers={"accept": "text/html"})
    except (ChannelError, AddressRefused) as error:
        raise NoCard(_("The page could not be read: %(why)s") % {"why": error}) from error
    if "html" not in answer.header("content-type"):
        raise NoCard(_("There is no web page at that address."))
    told = _Head.read(answer.text)
    title = told.get("og:title") or told.get("title", "")
    if not title:
        raise NoCard(_("The page has no title."))
    description = told.get("og:description") or told.get("description", "")
    return {
        "url": url,
        "title": one_line(title)[:LONGEST_TITLE],
        "description": one_line(description)[:LONGEST_DESCRIPTION],
    }


class _Head(HTMLParser):
    """Reads the title and the meta elements of a page (Open Graph, and HTML's own description)."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self._in_title = False

    @classmethod
    def read(cls, html: str) -> dict[str, str]:
        """Return what a page tells, by name; the first of each."""
        head = cls()
        head.feed(html)
        return head.told

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a meta element, or the beginning of the title."""
        said = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.told.setdefault(
                (said.get("property") or said.get("name", "")).lower(), said.get("content", "")
            )
        self._in_title = tag == "title" and "title" not in self.told

    def handle_endtag(self, tag: str) -> None:
        """End the title."""
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        """Take the words of the title."""
        if self._in_title:
            self.told["title"] = self.told.get("title", "") + data
