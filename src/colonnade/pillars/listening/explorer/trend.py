"""A tally as a small picture: bars over time, drawn as SVG on the server."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.pillars.listening.explorer.search import Search
from colonnade.pillars.listening.explorer.tally import Bar, Tally
from colonnade.ui.figures import number

HEIGHT = 48
STEP = 10
GAP = 2


@dataclass(frozen=True, kw_only=True)
class DrawnBar:
    """A bar in the units of the picture, with what it says.

    Attributes:
        query: the search confined to its days, as a query string.
    """

    x: int
    y: float
    width: int
    height: float
    days: str
    posts: int
    query: str


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The picture: its size, what it says in a sentence, and its bars."""

    width: int
    height: int
    sentence: str
    bars: tuple[DrawnBar, ...]


def trend(tally: Tally, search: Search) -> Trend | None:
    """Return the picture of a tally; None where there are not two bars to compare."""
    if len(tally.bars) < 2:
        return None
    busiest = max(tally.bars, key=lambda bar: bar.posts)
    return Trend(
        width=STEP * len(tally.bars) - GAP,
        height=HEIGHT,
        sentence=_("From %(first)s to %(last)s; most, %(posts)s, %(days)s.")
        % {
            "first": _written(tally.bars[0].first),
            "last": _written(tally.bars[-1].last),
            "posts": number(busiest.posts),
            "days": _days(busiest),
        },
        bars=tuple(_drawn(place, bar, tally.most, search) for place, bar in enumerate(tally.bars)),
    )


def _drawn(place: int, bar: Bar, most: int, search: Search) -> DrawnBar:
    height = max(1.5, round(HEIGHT * bar.posts / most, 1)) if bar.posts else 0.0
    return DrawnBar(
        x=place * STEP,
        y=round(HEIGHT - height, 1),
        width=STEP - GAP,
        height=height,
        days=_days(bar),
        posts=bar.posts,
        query=search.with_(filters=search.filters.with_(since=bar.first, until=bar.last)).address(),
    )


def _days(bar: Bar) -> str:
    if bar.first == bar.last:
        return _("on %(day)s") % {"day": _written(bar.first)}
    return _("from %(first)s to %(last)s") % {"first": _written(bar.first), "last": _written(bar.last)}


def _written(day: date) -> str:
    return date_format(day, "j M Y")
