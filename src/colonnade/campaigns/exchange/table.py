"""The calendar as CSV, with the same columns out and in."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from colonnade.campaigns.exchange.reading import (
    Imported,
    Known,
    amount_of,
    day_of_word,
    kind_of,
    moments,
    state_of,
    time_of_word,
    words_of,
)
from colonnade.campaigns.models import Activity
from colonnade.campaigns.operations import ActivityPlan
from colonnade.core.spreadsheet import Cell, csv_line
from colonnade.core.table_files import Aside, read_records
from colonnade.organization.models import Organization

HEADINGS: dict[str, tuple[str, ...]] = {
    "title": ("title", "name", "subject", "activity"),
    "day": ("day", "date", "start", "start date", "from"),
    "time": ("time", "start time", "at"),
    "until_day": ("until day", "end date", "last day", "end", "to"),
    "until_time": ("until time", "end time", "until"),
    "zone": ("zone", "time zone", "timezone"),
    "kind": ("kind", "kind of channel", "type", "medium"),
    "channel": ("channel", "network", "platform"),
    "campaign": ("campaign",),
    "unit": ("unit", "business unit"),
    "audience": ("audience", "for"),
    "topic": ("topic", "theme"),
    "text": ("text", "copy", "content"),
    "cost": ("cost", "price", "spend"),
    "hours": ("hours", "effort"),
    "state": ("state", "status"),
    "notes": ("notes", "note", "comment"),
    "method": ("method",),
    "uid": ("uid", "id"),
}
NEEDED = ("title", "day", "kind")
LONGEST = 5000


def read_activities(data: bytes, *, organization: Organization) -> tuple[list[Imported], list[Aside]]:
    """Return the activities of a CSV or JSON-lines file, and the rows that could not be read.

    Raises:
        UnreadableFile: where no row can be read at all.
    """
    known = Known(organization)
    return read_records(
        data, headings=HEADINGS, needed=NEEDED, read=lambda cells: _activity(cells, known), longest=LONGEST
    )


def _activity(cells: Mapping[str, str], known: Known) -> Imported:
    if not cells["title"]:
        raise ValueError(_("no title is given"))
    zone = known.clock(cells.get("zone", ""))
    written = cells.get("until_day", "")
    starts_at, ends_at, all_day = moments(
        day=day_of_word(cells["day"]),
        at=time_of_word(cells.get("time", "")),
        until_day=day_of_word(written) if written else None,
        until=time_of_word(cells.get("until_time", "")),
        zone=zone,
    )
    plan = ActivityPlan(
        **words_of(cells),
        kind=kind_of(cells["kind"]),
        campaign=known.campaign(cells.get("campaign", "")),
        unit=known.unit(cells.get("unit", "")),
        method=cells.get("method", ""),
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        zone=zone.key,
        cost=amount_of(cells.get("cost", "")),
        hours=amount_of(cells.get("hours", "")),
        state=state_of(cells.get("state", "")),
    )
    return Imported(uid=cells.get("uid", ""), plan=plan)


def written_activities(activities: Iterable[Activity]) -> Iterator[str]:
    """Yield the lines of a CSV file, the headings first; no cell is run as a formula."""
    yield csv_line([HEADINGS[name][0] for name in HEADINGS])
    for activity in activities:
        yield csv_line(_row(activity))


def _row(activity: Activity) -> list[Cell]:
    first, last = activity.days(activity.clock)
    begins, ends = (moment.astimezone(activity.clock) for moment in (activity.starts_at, activity.ends_at))
    timed = not activity.all_day
    said: dict[str, Cell] = {
        "title": activity.title,
        "day": first.isoformat(),
        "time": f"{begins:%H:%M}" if timed else "",
        "until_day": (ends.date() if timed else last).isoformat(),
        "until_time": f"{ends:%H:%M}" if timed else "",
        "zone": activity.zone,
        "kind": activity.kind,
        "channel": activity.channel,
        "campaign": activity.campaign.slug if activity.campaign else "",
        "unit": activity.unit.slug if activity.unit else "",
        "audience": activity.audience,
        "topic": activity.topic,
        "text": activity.text,
        "cost": float(activity.cost),
        "hours": float(activity.hours),
        "state": activity.state,
        "notes": activity.notes,
        "method": activity.method,
        "uid": activity.uid,
    }
    return [said[name] for name in HEADINGS]
