"""Which posts are meant: one object for the page's address, the command line and every drill link."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from colonnade.pillars.listening.understanding.intents.names import INTENTS

SENTIMENTS = ("negative", "neutral", "positive", "unsure")
EVERYTHING = "*"
"""The ``brand`` that asks about every post, whatever it is about."""
LONGEST = 200
"""Characters of a filter's text that are kept."""


class WrongFilter(ValueError):
    """A filter that cannot be understood; the message says which, and what would be."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """A cut of the posts; an empty field does not cut.

    Attributes:
        since, until: first and last day, in the organisation's time zone, both included.
        channel: network or site, as stored.
        language: ISO 639-1 code, "und" for undetermined.
        sentiment: one of ``SENTIMENTS``.
        brand: name of a brand query, about which the question is then asked, or ``EVERYTHING``.
        author: stable id of an author, such as "x:alice".
        term: words, #hashtags and @handles, apart by commas, of which the post holds one.
        text: what the post's text contains, in any case.
        place: place as written by the author.
        weekday: 0 Monday to 6 Sunday, in the organisation's time zone.
        hour: 0 to 23, in the organisation's time zone.
        asks: only posts that hold a question mark.
        intent: only posts that were found to have this one of ``INTENTS``.
        topic: name of a topic query that the post matches too.
        unit: slug of a business unit; only posts that match one of its queries.
        community: part of a network as stored, such as "r/excavators".
        known: relation or segment of the people we know; only what they wrote.
    """

    since: date | None = None
    until: date | None = None
    channel: str = ""
    language: str = ""
    sentiment: str = ""
    brand: str = ""
    author: str = ""
    term: str = ""
    text: str = ""
    place: str = ""
    weekday: int | None = None
    hour: int | None = None
    asks: bool = False
    intent: str = ""
    topic: str = ""
    unit: str = ""
    community: str = ""
    known: str = ""

    def with_(self, **changes: object) -> "Filters":
        """Return these filters with some changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses.replace checks the names

    def query(self) -> str:
        """Return the one way to write these filters in an address, without "?"; empty for no filter."""
        return urlencode([(key, _written(value)) for key, value in asdict(self).items() if _cuts(value)])

    def days(self) -> int | None:
        """Return how many days are meant, or None where either end is open."""
        return None if self.since is None or self.until is None else (self.until - self.since).days + 1

    def period_before(self) -> "Filters | None":
        """Return the same cut over the equally long period that ends the day before this one begins."""
        length = self.days()
        if length is None or self.since is None:
            return None
        return replace(self, since=self.since - timedelta(days=length), until=self.since - timedelta(days=1))


def _cuts(value: object) -> bool:
    return value is not None and value is not False and value != ""


def _written(value: object) -> str:
    return "1" if value is True else str(value)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = _("“%(value)s” is not a day: write it as 2026-03-31.") % {"value": value}
        raise WrongFilter(message) from None


def _whole(limit: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or int(value) > limit:
            raise WrongFilter(
                _("“%(value)s” is not a number from 0 to %(limit)d.") % {"value": value, "limit": limit}
            )
        return int(value)

    return read


def _sentiment(value: str) -> str:
    if value not in SENTIMENTS:
        raise WrongFilter(
            _("“%(value)s” is not a sentiment; there are: %(known)s.")
            % {"value": value, "known": ", ".join(SENTIMENTS)}
        )
    return value


def _intent(value: str) -> str:
    if value not in INTENTS:
        raise WrongFilter(
            _("“%(value)s” is not an intent; there are: %(known)s.")
            % {"value": value, "known": ", ".join(INTENTS)}
        )
    return value


_READERS: dict[str, Callable[[str], object]] = {
    "since": _day,
    "until": _day,
    "sentiment": _sentiment,
    "intent": _intent,
    "weekday": _whole(6),
    "hour": _whole(23),
    "asks": lambda value: value.casefold() in {"1", "true", "yes", "on"},
}


def _kept(value: str) -> str:
    # Lone surrogates and NUL cannot be stored, so no post holds them, and engines refuse them.
    clean = value.encode("utf-8", "ignore").decode().replace("\x00", "").strip()
    return clean[:LONGEST]


def read_filters(given: Mapping[str, str | None]) -> Filters:
    """Return the filters written in a query string or in options; unknown names are left alone.

    Raises:
        WrongFilter: for a value that cannot be understood, or a period that ends before it begins.
    """
    found: dict[str, object] = {}
    for name in (field.name for field in fields(Filters)):
        value = _kept(given.get(name) or "")
        if value:
            found[name] = _READERS.get(name, str)(value)
    filters = Filters(**found)  # type: ignore[arg-type]  # the readers give each field its type
    if filters.since and filters.until and filters.until < filters.since:
        raise WrongFilter(
            _("The period ends (%(until)s) before it begins (%(since)s).")
            % {"until": filters.until, "since": filters.since}
        )
    return filters
