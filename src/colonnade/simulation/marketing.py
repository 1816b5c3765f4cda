"""Three campaigns of the simulated company, and the table of what they do that a user would import."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from colonnade.campaigns.models import Campaign, Colour
from colonnade.campaigns.operations import CampaignPlan, add_campaign
from colonnade.campaigns.queries import campaigns_of
from colonnade.organization.models import Membership

HEADING = (
    "title",
    "day",
    "time",
    "until day",
    "kind",
    "channel",
    "campaign",
    "audience",
    "topic",
    "cost",
    "hours",
)


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A campaign, by the days after the present week's Monday."""

    name: str
    goal: str
    unit: str
    methods: tuple[str, ...]
    audience: str
    begins: int
    ends: int
    budget: int
    hours: int
    colour: Colour


CAMPAIGNS = (
    Planned(
        name="Winter-ready hydraulics",
        goal="mql",
        unit="new-machines",
        methods=("howto-videos", "fleet-cases"),
        audience="Fleet managers",
        begins=-14,
        ends=41,
        budget=3000,
        hours=240,
        colour=Colour.BLUE,
    ),
    Planned(
        name="Season check for parts",
        goal="parts-orders",
        unit="parts",
        methods=("parts-newsletter", "parts-offers"),
        audience="Contractors with one to ten machines",
        begins=0,
        ends=55,
        budget=1500,
        hours=60,
        colour=Colour.ORANGE,
    ),
    Planned(
        name="Dealer open days",
        goal="dealer-leads",
        unit="dealers",
        methods=("dealer-kits",),
        audience="Contractors with one to ten machines",
        begins=7,
        ends=34,
        budget=4000,
        hours=120,
        colour=Colour.TEAL,
    ),
)
WINTER, SEASON, OPEN_DAYS = (planned.name for planned in CAMPAIGNS)
SMALL, FLEET = CAMPAIGNS[1].audience, CAMPAIGNS[0].audience

Activity = tuple[str, int, str, int, str, str, str, str, str, int, int]

ACTIVITIES: tuple[Activity, ...] = (
    (
        "Film: a hose changed at minus ten",
        -6,
        "14:00",
        0,
        "social",
        "youtube",
        WINTER,
        FLEET,
        "hoses",
        400,
        14,
    ),
    (
        "Five signs that a seal will not last",
        1,
        "09:00",
        0,
        "social",
        "linkedin",
        WINTER,
        FLEET,
        "seals",
        0,
        4,
    ),
    ("Landing page: winter check", 2, "", 2, "web", "website", WINTER, FLEET, "seals", 250, 10),
    (
        "Case: a fleet that lost no day",
        9,
        "09:00",
        0,
        "social",
        "linkedin",
        WINTER,
        FLEET,
        "fleet care",
        300,
        12,
    ),
    (
        "Advertisement in the trade paper",
        16,
        "",
        16,
        "offline",
        "trade paper",
        WINTER,
        FLEET,
        "fleet care",
        1600,
        6,
    ),
    ("Newsletter: season check", 8, "07:30", 0, "email", "newsletter", SEASON, SMALL, "seals", 120, 6),
    (
        "Search advertisements for part numbers",
        7,
        "",
        20,
        "search",
        "google-ads",
        SEASON,
        SMALL,
        "parts",
        1400,
        5,
    ),
    ("Which parts to keep on the shelf", 10, "10:00", 0, "social", "facebook", SEASON, SMALL, "parts", 0, 5),
    (
        "Newsletter: last call before the frost",
        22,
        "07:30",
        0,
        "email",
        "newsletter",
        SEASON,
        SMALL,
        "parts",
        120,
        6,
    ),
    ("Invitations by telephone", 8, "", 9, "phone", "dealers", OPEN_DAYS, SMALL, "open days", 0, 16),
    ("Open day at three dealers", 18, "", 19, "event", "dealers", OPEN_DAYS, SMALL, "open days", 3200, 60),
    ("Pictures of the open days", 21, "12:00", 0, "social", "instagram", OPEN_DAYS, SMALL, "open days", 0, 5),
)
"""Title, day, time (empty for whole days), last day, kind, channel, campaign, audience, topic, money, hours.

Days are counted from the Monday of the present week. One newsletter meets the telephone calls of another
campaign on one day, and parts cost more than they were given: the calendar has something to say.
"""


def plan_campaigns(author: Membership, *, now: datetime) -> list[Campaign]:
    """Plan the campaigns, each for its goal; none where there are campaigns already."""
    organization = author.organization
    if campaigns_of(organization=organization).exists():
        return []
    units = {unit.slug: unit for unit in organization.units.all()}
    monday = _monday(now.date())
    return [
        add_campaign(
            organization=organization,
            plan=CampaignPlan(
                name=planned.name,
                goal=planned.goal,
                unit=units[planned.unit],
                methods=planned.methods,
                audience=planned.audience,
                starts_on=monday + timedelta(days=planned.begins),
                ends_on=monday + timedelta(days=planned.ends),
                budget=Decimal(planned.budget),
                hours=Decimal(planned.hours),
                owner=author.user,
                colour=planned.colour,
            ),
            actor=author.user,
            now=now,
        )
        for planned in CAMPAIGNS
    ]


def write_calendar(folder: Path, *, today: date) -> Path:
    """Write what the campaigns do as a table that ``colonnade calendar import`` reads."""
    path = folder / "calendar.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEADING)
        table.writerows(_row(activity, _monday(today)) for activity in ACTIVITIES)
    return path


def _row(activity: Activity, monday: date) -> Sequence[object]:
    title, begins, time, ends, *others = activity
    until = "" if time else (monday + timedelta(days=ends)).isoformat()
    return (title, (monday + timedelta(days=begins)).isoformat(), time, until, *others)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
