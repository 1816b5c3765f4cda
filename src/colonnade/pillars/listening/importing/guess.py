"""Which column is what: told by the columns' names and by what is in them, with the reason."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, timedelta, timezone
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ConfigDict

from colonnade.pillars.listening.importing.fields import FIELDS, Field
from colonnade.pillars.listening.importing.plan import Kind, Plan
from colonnade.pillars.listening.importing.profile import Profile
from colonnade.pillars.listening.importing.reading import Layout, Row
from colonnade.pillars.listening.importing.times import DateOrder, NoTime, order_of, read_time
from colonnade.pillars.listening.importing.values import channel_of_url

SAMPLE_ROWS = 1_000
_SHOWN = 5
_LEAST = 0.5  # score below which no column is taken
_BY_CONTENT = {Field.TEXT, Field.PUBLISHED_AT, Field.URL}  # told by their values alone
# In front of another word these say whose it is, not what it is.
_OWNERS = {"user", "author", "account", "from", "post", "tweet", "status", "message", "comment", "source"}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE)
_ELSEWHERE = timezone(timedelta(hours=1))
_FITS = {
    "time": gettext_lazy("are times"),
    "url": gettext_lazy("are links"),
    "count": gettext_lazy("are counts"),
    "id": gettext_lazy("can be ids"),
    "handle": gettext_lazy("can be handles"),
    "place": gettext_lazy("can be places"),
    "label": gettext_lazy("are short names"),
    "name": gettext_lazy("can be names"),
}
_HINTS = (("tweet", "x"), ("reblog", "mastodon"), ("toot", "mastodon"), ("subreddit", "reddit"))


class ColumnGuess(BaseModel):
    """What a column seems to hold.

    Attributes:
        field: None where it is left out.
        reason: why, in a sentence; empty for a column that is left out.
        samples: a few of its values, shortened.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    field: Field | None = None
    reason: str = ""
    samples: tuple[str, ...] = ()


class Guess(BaseModel):
    """A plan that a person can accept or change.

    Attributes:
        plan: may lack required fields; ``Plan.checked`` tells.
        notes: what was assumed and what looks wrong, a sentence each.
    """

    model_config = ConfigDict(frozen=True)

    columns: tuple[ColumnGuess, ...]
    plan: Plan
    notes: tuple[str, ...] = ()


def guess(layout: Layout, rows: Iterable[Row], *, kind: Kind = "posts", zone: str = "UTC") -> Guess:
    """Return what the columns of a file seem to hold, from its first rows.

    Args:
        zone: IANA name of the zone to assume for times that name none.
    """
    sample = [row.cells for row in islice(rows, SAMPLE_ROWS) if not row.problem]
    profiles = [
        Profile.of(name, [cells[index] for cells in sample]) for index, name in enumerate(layout.columns)
    ]
    taken = _assign(profiles, kind)
    by_field = {field: profile for profile, field, _reason in taken}
    channel, channel_note = _channel(by_field, layout.columns, kind)
    times = by_field.get(Field.PUBLISHED_AT)
    order, certain = order_of(times.values if times else ())
    text = by_field.get(Field.TEXT)
    entities = _has_entities(text.values if text else ())
    plan = Plan(
        kind=kind,
        mapping={field: profile.name for profile, field, _reason in taken},
        channel=channel,
        zone=zone,
        order=order,
        entities=entities,
    )
    notes = [
        *layout.notes,
        channel_note,
        _time_note(times, zone, order),
        "" if certain else _order_note(order),
        _("HTML entities such as &amp; are decoded: the file writes them for plain characters.")
        if entities
        else "",
        *(_rounded_note(profile) for profile in profiles if profile.rounded_ids),
    ]
    reasons = {profile.name: (field, reason) for profile, field, reason in taken}
    columns = tuple(_column(profile, *reasons.get(profile.name, (None, ""))) for profile in profiles)
    return Guess(columns=columns, plan=plan, notes=tuple(note for note in notes if note))


def _column(profile: Profile, field: Field | None, reason: str) -> ColumnGuess:
    # A database refuses the character NUL even inside JSON.
    samples = tuple(" ".join(value.replace("\0", " ").split())[:120] for value in profile.values[:_SHOWN])
    return ColumnGuess(name=profile.name, field=field, reason=reason, samples=samples)


def _assign(profiles: Sequence[Profile], kind: Kind) -> list[tuple[Profile, Field, str]]:
    """Give each field its best column, the surest pair first, no column twice."""
    pairs = [
        (_score(profile, field, kind), -order, profile, field)
        for order, profile in enumerate(profiles)
        for field in FIELDS[kind]
    ]
    pairs.sort(key=lambda pair: pair[:2], reverse=True)
    taken: list[tuple[Profile, Field, str]] = []
    names: set[str] = set()
    fields: set[Field] = set()
    for score, _order, profile, field in pairs:
        if score >= _LEAST and profile.name not in names and field not in fields:
            taken.append((profile, field, _reason(profile, field, kind)))
            names.add(profile.name)
            fields.add(field)
    return taken


def _score(profile: Profile, field: Field, kind: Kind) -> float:
    info = FIELDS[kind][field]
    named = name_score(profile.name, info.names)
    if not profile.values:
        return named * 0.6 if named > 0.85 else 0.0  # an empty column with a telling name
    content = profile.share(info.content)
    if field == Field.TEXT and named > 0.85 and profile.share("label"):
        content = max(content, 0.5)  # posts may be short
    if field in _BY_CONTENT and content >= 0.5:
        return max(0.6 * named + 0.4 * content, 0.75 * content)
    if not named or content < 0.5:
        return 0.0
    if field == Field.EXTERNAL_ID and profile.distinct < 0.5:
        return 0.0
    return 0.6 * named + 0.4 * content


def name_score(column: str, names: Sequence[str]) -> float:
    """Return how well a column's name says one of ``names``, 0 to 1; earlier names count a little more."""
    words = [word for word in re.split(r"[^a-z0-9]+", _CAMEL.sub("_", column).lower()) if word]
    best = 0.0
    for place, name in enumerate(names):
        wanted = name.split("_")
        if words == wanted:
            fit = 1.0
        elif words[-len(wanted) :] == wanted:
            fit = 0.8
        elif words[: len(wanted)] == wanted and name not in _OWNERS:
            fit = 0.6
        else:
            continue
        best = max(best, fit - 0.01 * place)
    return best


def _reason(profile: Profile, field: Field, kind: Kind) -> str:
    info = FIELDS[kind][field]
    if not profile.values:
        return _("Its name says so; the sampled rows have no value in it.")
    named = bool(name_score(profile.name, info.names))
    if info.content == "prose":
        return (
            _("Its name says so, and it holds sentences.") if named else _("It holds the longest sentences.")
        )
    said = {
        "share": f"{profile.share(info.content):.0%}",
        "count": f"{len(profile.values):,}",
        "fits": str(_FITS[info.content]),
    }
    if named:
        return _("Its name says so, and %(share)s of %(count)s sampled values %(fits)s.") % said
    return _("%(share)s of %(count)s sampled values %(fits)s.") % said


def _channel(found: dict[Field, Profile], columns: Sequence[str], kind: Kind) -> tuple[str, str]:
    if Field.CHANNEL in found:
        return "", ""
    links = found.get(Field.URL)
    sites = {channel_of_url(value) for value in links.values} if links else set()
    if len(sites) == 1 and (site := sites.pop()):
        return site, _("The channel is %(name)s: every sampled link leads there.") % {"name": site}
    if links:
        return "", _("Each post's channel is taken from its link.")
    for word, name in _HINTS if kind == "posts" else ():
        telling = next((column for column in columns if word in column.lower()), None)
        if telling:
            return name, _("The channel is taken to be %(name)s, since a column is named '%(column)s'.") % {
                "name": name,
                "column": telling,
            }
    return "", ""


def _has_entities(texts: Sequence[str]) -> bool:
    """Return whether texts are written as HTML: entities occur, and no character that HTML would escape."""
    escaped = [text for text in texts if _ENTITY.search(text)]
    bare = sum("&" in _ENTITY.sub("", text) or "<" in text for text in texts)
    return len(escaped) > 10 * bare


def _time_note(times: Profile | None, zone: str, order: DateOrder) -> str:
    if times is None or not any(_without_zone(value, order) for value in times.values):
        return ""
    return _("Times without a zone are taken as %(zone)s time.") % {"zone": zone}


def _without_zone(text: str, order: DateOrder) -> bool:
    """Return whether a time means another moment in another zone."""
    try:
        return read_time(text, zone=UTC, order=order) != read_time(text, zone=_ELSEWHERE, order=order)
    except NoTime:
        return False


def _order_note(order: DateOrder) -> str:
    if order == "day_first":
        return _("Dates such as 3/4/2026 are taken as 3 April: no date in the sample tells.")
    return _("Dates such as 3/4/2026 are taken as March 4: no date in the sample tells.")


def _rounded_note(profile: Profile) -> str:
    return _(
        "The ids in '%(name)s' were rounded by a spreadsheet (%(value)s), so they name no post any more; "
        "posts are told apart by author, time and text."
    ) % {"name": profile.name, "value": next(value for value in profile.values if "e" in value.lower())[:20]}
