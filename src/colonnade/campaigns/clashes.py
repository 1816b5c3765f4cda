"""What in the calendar gets in the way of something else: each rule is a small function with its reason.

Rules look at what will go out; what was dropped or withdrawn clashes with nothing. Days are those of the
organisation's calendar. One clash names all entries that it concerns, so there are never more clashes of a
kind than entries. No rule changes anything: people decide, and read why and what can be done.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.campaigns.entries import Entry
from colonnade.campaigns.likeness import alike
from colonnade.campaigns.models import Blackout, Campaign
from colonnade.ui.figures import hours, money

SAME_TOPIC_DAYS = 7
"""Days within which two campaigns on one topic take attention from each other."""
SAME_TEXT_DAYS = 28
"""Days within which readers recognise a text: four weeks."""


class ClashKind(StrEnum):
    """What gets in the way."""

    AUDIENCE = "audience"
    TOPIC = "topic"
    TEXT = "text"
    BLACKOUT = "blackout"
    OUTSIDE = "outside"
    MONEY = "money"
    HOURS = "hours"

    @property
    def label(self) -> Promise:
        """The kind as people read it."""
        return LABELS[self]


LABELS: dict[ClashKind, Promise] = {
    ClashKind.AUDIENCE: gettext_lazy("Same audience, same day"),
    ClashKind.TOPIC: gettext_lazy("Same topic, close together"),
    ClashKind.TEXT: gettext_lazy("Nearly the same text"),
    ClashKind.BLACKOUT: gettext_lazy("In a silence"),
    ClashKind.OUTSIDE: gettext_lazy("Outside its campaign"),
    ClashKind.MONEY: gettext_lazy("Over the budget"),
    ClashKind.HOURS: gettext_lazy("Over the hours"),
}
SERIOUS = frozenset({ClashKind.BLACKOUT, ClashKind.MONEY, ClashKind.HOURS})


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Something that gets in the way, and what to do.

    Attributes:
        entries: keys of the entries that it concerns, in the calendar's order.
        campaign: id of the campaign that it concerns as a whole; 0 for none.
        day: the first day that it concerns.
        reason: what was found, in a sentence.
        advice: what can be done, in a sentence.
    """

    kind: ClashKind
    entries: tuple[str, ...]
    day: date
    reason: str
    advice: str
    campaign: int = 0

    @property
    def level(self) -> str:
        """How bad it is, as a badge's level: ``error`` or ``warning``."""
        return "error" if self.kind in SERIOUS else "warning"


@dataclass(frozen=True, kw_only=True)
class Booked:
    """What a campaign's activities cost together, and the working hours they take."""

    cost: float
    hours: float


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that the rules look at.

    Attributes:
        entries: what goes out or may go out.
        booked: by id of the campaign, over its whole life.
    """

    entries: Sequence[Entry]
    zone: ZoneInfo
    currency: str
    blackouts: Sequence[Blackout] = ()
    campaigns: Sequence[Campaign] = ()
    booked: Mapping[int, Booked] = field(default_factory=dict)


Rule = Callable[[Situation], Iterable[Clash]]


def find_clashes(situation: Situation) -> list[Clash]:
    """Return what every rule finds, the earliest first."""
    going_out = Situation(
        entries=sorted(
            (entry for entry in situation.entries if not entry.off),
            key=lambda entry: (entry.starts_at, entry.key),
        ),
        zone=situation.zone,
        currency=situation.currency,
        blackouts=situation.blackouts,
        campaigns=situation.campaigns,
        booked=situation.booked,
    )
    found = [clash for rule in RULES for clash in rule(going_out)]
    return sorted(found, key=lambda clash: (clash.day, clash.kind, clash.entries, clash.campaign))


def same_audience_same_day(situation: Situation) -> Iterable[Clash]:
    """Two campaigns speak to one audience on one day, or one channel speaks to it twice.

    One campaign that speaks on several channels on one day is coordination, and no clash. What lasts longer
    than a day (a fair, an advertisement) speaks on the day it begins.
    """
    spoken: dict[tuple[date, str], list[Entry]] = defaultdict(list)
    for entry in situation.entries:
        if entry.audience:
            spoken[_first_day(entry, situation), _same(entry.audience)].append(entry)
    for (day, _audience), entries in spoken.items():
        together = _crossing(entries)
        if together:
            yield Clash(
                kind=ClashKind.AUDIENCE,
                entries=_keys(together),
                day=day,
                reason=_("{count} entries speak to “{audience}” on {day}: {titles}.").format(
                    count=len(together),
                    audience=entries[0].audience,
                    day=_said(day),
                    titles=_titles(together),
                ),
                advice=_("Move one to another day, or put them into one campaign."),
            )


def same_topic_close_together(situation: Situation) -> Iterable[Clash]:
    """Two campaigns on one topic within a week take readers from each other (cannibalisation).

    One campaign that stays with its topic is no clash. What belongs to no campaign stands for itself.
    """
    about: dict[str, list[Entry]] = defaultdict(list)
    for entry in situation.entries:
        if entry.topic:
            about[_same(entry.topic)].append(entry)
    for entries in about.values():
        for run in _runs(entries, situation):
            if _owners(run) > 1:
                first, last = (_first_day(entry, situation) for entry in (run[0], run[-1]))
                yield Clash(
                    kind=ClashKind.TOPIC,
                    entries=_keys(run),
                    day=first,
                    reason=_("“{topic}” comes {count} times {when}: {titles}.").format(
                        topic=run[0].topic, count=len(run), when=_between(first, last), titles=_titles(run)
                    ),
                    advice=_(
                        "Leave {days} days between them, or make one of them about something else."
                    ).format(days=SAME_TOPIC_DAYS),
                )


def nearly_the_same_text(situation: Situation) -> Iterable[Clash]:
    """A channel says nearly the same thing twice within four weeks (``likeness.py``).

    The same words on two channels are one message for two places, and no clash.
    """
    entries = {entry.key: entry for entry in situation.entries}
    by_place: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in situation.entries:
        if entry.text:
            by_place[_place(entry)][entry.key] = entry.text
    for texts in by_place.values():
        for one, other, likeness in alike(texts):
            days = sorted(_first_day(entries[key], situation) for key in (one, other))
            if (days[1] - days[0]).days <= SAME_TEXT_DAYS:
                pair = sorted((entries[one], entries[other]), key=lambda entry: (entry.starts_at, entry.key))
                yield Clash(
                    kind=ClashKind.TEXT,
                    entries=_keys(pair),
                    day=days[0],
                    reason=_(
                        "{titles} are {share}% the same text on one channel, {count} days apart."
                    ).format(
                        titles=_titles(pair), share=round(100 * likeness), count=(days[1] - days[0]).days
                    ),
                    advice=_("Write one of them anew, or drop it."),
                )


def in_a_silence(situation: Situation) -> Iterable[Clash]:
    """Something goes out while nothing of its unit, or of the whole organisation, should."""
    for blackout in situation.blackouts:
        slug = blackout.unit.slug if blackout.unit else ""
        held = [
            entry
            for entry in situation.entries
            if (not slug or entry.unit == slug)
            and entry.starts_at < blackout.ends_at
            and max(entry.ends_at, entry.starts_at + timedelta(microseconds=1)) > blackout.starts_at
        ]
        if held:
            until = _said(blackout.days(situation.zone)[1])
            yield Clash(
                kind=ClashKind.BLACKOUT,
                entries=_keys(held),
                day=_first_day(held[0], situation),
                reason=_("{titles} would go out in a silence: {reason} (until {until}).").format(
                    titles=_titles(held), reason=blackout.reason, until=until
                ),
                advice=_("Move it behind the silence, or end the silence."),
            )


def outside_its_campaign(situation: Situation) -> Iterable[Clash]:
    """An entry begins before its campaign does, or ends after it."""
    campaigns = {campaign.pk: campaign for campaign in situation.campaigns}
    outside: dict[int, list[Entry]] = defaultdict(list)
    for entry in situation.entries:
        campaign = campaigns.get(entry.campaign)
        first, last = entry.days(situation.zone)
        if campaign is not None and (first < campaign.starts_on or last > campaign.ends_on):
            outside[campaign.pk].append(entry)
    for key, entries in outside.items():
        campaign = campaigns[key]
        yield Clash(
            kind=ClashKind.OUTSIDE,
            entries=_keys(entries),
            day=_first_day(entries[0], situation),
            campaign=key,
            reason=_("{titles} lie outside “{campaign}”, which runs from {first} to {last}.").format(
                titles=_titles(entries),
                campaign=campaign.name,
                first=_said(campaign.starts_on),
                last=_said(campaign.ends_on),
            ),
            advice=_("Move them, or change the campaign's days."),
        )


def over_the_budget(situation: Situation) -> Iterable[Clash]:
    """A campaign's activities cost more than it was given."""
    for campaign in situation.campaigns:
        booked = situation.booked.get(campaign.pk)
        if booked and campaign.budget is not None and booked.cost > float(campaign.budget):
            yield Clash(
                kind=ClashKind.MONEY,
                entries=(),
                day=campaign.starts_on,
                campaign=campaign.pk,
                reason=_("“{campaign}” has booked {booked} of {budget}.").format(
                    campaign=campaign.name,
                    booked=money(booked.cost, situation.currency),
                    budget=money(campaign.budget, situation.currency),
                ),
                advice=_("Drop an activity, make one cheaper, or give the campaign more."),
            )


def over_the_hours(situation: Situation) -> Iterable[Clash]:
    """A campaign's activities take more working hours than it was given."""
    for campaign in situation.campaigns:
        booked = situation.booked.get(campaign.pk)
        if booked and campaign.hours is not None and booked.hours > float(campaign.hours):
            yield Clash(
                kind=ClashKind.HOURS,
                entries=(),
                day=campaign.starts_on,
                campaign=campaign.pk,
                reason=_("“{campaign}” needs {booked} of {given} working hours.").format(
                    campaign=campaign.name, booked=hours(booked.hours), given=hours(campaign.hours)
                ),
                advice=_("Drop an activity, or give the campaign more hours."),
            )


RULES: tuple[Rule, ...] = (
    same_audience_same_day,
    same_topic_close_together,
    nearly_the_same_text,
    in_a_silence,
    outside_its_campaign,
    over_the_budget,
    over_the_hours,
)


def _crossing(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that share a channel with another one, or meet one of another campaign."""
    places = Counter(_place(entry) for entry in entries)
    several = _owners(entries) > 1
    return [entry for entry in entries if several or places[_place(entry)] > 1]


def _owners(entries: Iterable[Entry]) -> int:
    return len({entry.campaign or entry.key for entry in entries})


def _runs(entries: Sequence[Entry], situation: Situation) -> Iterable[list[Entry]]:
    """Return stretches of entries, in order, each less than ``SAME_TOPIC_DAYS`` after the one before."""
    run: list[Entry] = []
    for entry in entries:
        day = _first_day(entry, situation)
        if run and (day - _first_day(run[-1], situation)).days >= SAME_TOPIC_DAYS:
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _place(entry: Entry) -> str:
    return f"{entry.kind}:{_same(entry.channel)}"


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _first_day(entry: Entry, situation: Situation) -> date:
    return entry.days(situation.zone)[0]


def _keys(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.key for entry in entries)


def _titles(entries: Sequence[Entry]) -> str:
    shown = ", ".join(f"“{entry.title}”" for entry in entries[:3])
    more = len(entries) - 3
    return _("{titles} and {more} more").format(titles=shown, more=more) if more > 0 else shown


def _between(first: date, last: date) -> str:
    if first == last:
        return _("on {day}").format(day=_said(first))
    return _("between {first} and {last}").format(first=_said(first), last=_said(last))


def _said(day: date) -> str:
    return date_format(day, "j F Y")
