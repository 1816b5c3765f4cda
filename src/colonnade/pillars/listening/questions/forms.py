"""The filter bar of the question pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ibis import _ as column

from colonnade.audience.models import Relation
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import EVERYTHING, Filters
from colonnade.pillars.listening.questions.sentiment import class_names
from colonnade.pillars.listening.questions.where import weekday_names
from colonnade.pillars.listening.understanding.names import intent_names

OFFERED = 100
PERIODS = (7, 30, 90, 365)
"""Days up to today that are one choice in the bar."""
BY_DATES = "dates"
IN_THE_BAR = (
    "since",
    "until",
    "brand",
    "topic",
    "channel",
    "sentiment",
    "intent",
    "language",
    "known",
    "text",
)


class FilterForm(forms.Form):
    """What a person can set by hand; filters that only links set are kept as hidden fields."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))
    brand = forms.ChoiceField(label=gettext_lazy("About"))
    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    sentiment = forms.ChoiceField(label=gettext_lazy("Sentiment"))
    intent = forms.ChoiceField(label=gettext_lazy("Intent"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    known = forms.ChoiceField(label=gettext_lazy("Known as"))
    text = forms.CharField(
        label=gettext_lazy("Contains"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(
        self,
        *,
        filters: Filters,
        offers: "Offers",
        brands: Iterable[str],
        topics: Sequence[str] = (),
        known: Sequence[str] = (),
        today: date,
    ) -> None:
        given = {name: getattr(filters, name) for name in IN_THE_BAR}
        given["period"] = chosen_period(filters, today)
        given |= {name: getattr(filters, name).isoformat() for name in ("since", "until") if given[name]}
        super().__init__(initial=given, auto_id="filter-%s")
        self._choose("period", _("all time"), _period_names().items())
        self._choose("brand", _("our brands"), [*brands, (EVERYTHING, _("every post"))])
        if topics:
            self._choose("topic", _("every topic"), topics)
        else:
            del self.fields["topic"]
        if known:
            labels = dict(Relation.choices)
            self._choose("known", _("anybody"), [(name, str(labels.get(name, name))) for name in known])
        else:
            del self.fields["known"]
        self._choose("channel", _("every channel"), offers.channels)
        self._choose("sentiment", _("every sentiment"), class_names().items())
        self._choose("intent", _("every intent"), intent_names().items())
        self._choose("language", _("every language"), offers.languages)
        for field in self.fields.values():
            field.required = False

    def always(self) -> list[forms.BoundField]:
        """Return the fields that are always in view."""
        return [self[name] for name in ("period", "since", "until", "brand", "text")]

    def more(self) -> list[forms.BoundField]:
        """Return the fields that are opened when they are wanted."""
        shown = {field.name for field in self.always()}
        return [field for field in self if field.name not in shown]

    def _choose(self, name: str, every: str, values: Iterable[str | tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            pairs = [(value, value) if isinstance(value, str) else value for value in values]
            field.choices = [("", every), *pairs]


def _period_names() -> dict[str, str]:
    days = {str(days): _("last %(days)d days") % {"days": days} for days in PERIODS}
    return {**days, BY_DATES: _("chosen dates …")}


def chosen_period(filters: Filters, today: date) -> str:
    """Return the value of the choice that says the period of ``filters``; empty for all time."""
    if filters.since is None and filters.until is None:
        return ""
    length = filters.days()
    return str(length) if filters.until == today and length in PERIODS else BY_DATES


def dated(given: Mapping[str, str], today: date) -> dict[str, str]:
    """Return what a form or link asks for, with the choice of a period written as its first and last day.

    A link has no choice and its days count; a form has one, and its days count only where it says so.
    """
    asked = dict(given)
    period = asked.pop("period", BY_DATES)
    if period == BY_DATES:
        return asked
    asked |= {"since": "", "until": ""}
    if period.isascii() and period.isdigit() and int(period) in PERIODS:
        asked |= {"since": str(today - timedelta(days=int(period) - 1)), "until": str(today)}
    return asked


@dataclass(frozen=True)
class Offers:
    """Channels and languages there are, the most frequent first."""

    channels: tuple[str, ...]
    languages: tuple[str, ...]
    posts: int


def offers(corpus: Corpus) -> Offers:
    """Return what the filters can be set to, whatever they are set to now; kept while the facts stand."""
    key = f"listening-offers-{corpus.facts.organization_id}-{corpus.facts.generation}"
    found: Offers | None = cache.get(key)
    if found is None:
        cells = corpus.facts.mentions.group_by("channel", "language").aggregate(posts=column.count())
        rows = corpus.rows(cells)
        found = Offers(
            channels=_most_frequent(rows, "channel"),
            languages=_most_frequent(rows, "language"),
            posts=sum(int(str(row["posts"])) for row in rows),
        )
        cache.set(key, found)
    return found


def _most_frequent(rows: list[dict[str, object]], name: str) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for row in rows:
        value = str(row[name] or "")
        counts[value] = counts.get(value, 0) + int(str(row["posts"]))
    return tuple(sorted(filter(None, counts), key=lambda value: (-counts[value], value))[:OFFERED])


@dataclass(frozen=True)
class Chip:
    """A filter that is set, in words, and the query without it.

    Attributes:
        by_link: no field of the bar holds it, so that the bar has to carry it along.
    """

    name: str
    value: str
    shown: str
    without: str
    by_link: bool


def chips(filters: Filters) -> list[Chip]:
    """Return the filters that are set and not always in view, to be shown and taken off."""
    said: dict[str, str] = {
        "topic": _("about %(value)s") % {"value": filters.topic},
        "channel": _("on %(value)s") % {"value": filters.channel},
        "sentiment": class_names().get(filters.sentiment, ""),
        "intent": intent_names().get(filters.intent, ""),
        "language": _("in the language %(value)s") % {"value": filters.language},
        "known": _("known as %(value)s") % {"value": filters.known},
        "author": _("by %(value)s") % {"value": filters.author},
        "term": _("with %(value)s") % {"value": filters.term.replace(",", " · ")},
        "place": _("from %(value)s") % {"value": filters.place},
        "community": _("in %(value)s") % {"value": filters.community},
        "unit": _("for the business unit %(value)s") % {"value": filters.unit},
    }
    if filters.weekday is not None:
        said["weekday"] = _("on %(value)s") % {"value": weekday_names()[filters.weekday]}
    if filters.hour is not None:
        said["hour"] = _("at %(hour)02d:00") % {"hour": filters.hour}
    if filters.asks:
        said["asks"] = _("asks a question")
    empty = Filters()
    return [
        Chip(
            name=name,
            value="1" if name == "asks" else str(getattr(filters, name)),
            shown=shown,
            without=filters.with_(**{name: getattr(empty, name)}).query(),
            by_link=name not in IN_THE_BAR,
        )
        for name, shown in said.items()
        if getattr(filters, name) != getattr(empty, name)
    ]
