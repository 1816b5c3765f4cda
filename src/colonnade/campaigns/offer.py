"""The strategy's plan as draft activities of a campaign: what it says to bring out, on days of its weeks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.budget import plan_of
from colonnade.campaigns.days import at_wall_clock
from colonnade.campaigns.models import Activity, Campaign, Channel
from colonnade.campaigns.operations import ActivityPlan, add_activity
from colonnade.campaigns.queries import zone_of
from colonnade.campaigns.states import ActivityState
from colonnade.organization.models import User
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.queries import current_reading
from colonnade.strategy.solver import Plan
from colonnade.strategy.solver.result import MethodPlan

HOUR = time(9, 0)
"""When an offered activity goes out on its day, until somebody says otherwise."""
LASTS = timedelta(minutes=30)
WORKING_DAYS = 5
MOST = 500


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What the plan says of one method within a campaign's days.

    Attributes:
        planned: units of the plan; ``there`` of them stand in the calendar already.
        days: the days of those that are missing.
    """

    method: str
    name: str
    channel: str
    channel_name: str
    kind: Channel
    topics: Sequence[str]
    planned: int
    there: int
    days: Sequence[date]
    hours: Decimal
    cost: Decimal


def offer(campaign: Campaign) -> list[Offered]:
    """Return what the newest plan says of the campaign's methods in its days and the calendar lacks.

    Units are spread over the working days of their week. What was dropped is not offered again.
    """
    plan = plan_of(campaign.organization)
    reading = current_reading(campaign.organization)
    if plan is None or reading is None or reading.strategy is None:
        return []
    wanted = [method for method in plan.methods if method.id in set(campaign.methods) and method.units]
    there = _in_calendar(campaign)
    return [_offered(campaign, method, plan, reading.strategy, there) for method in wanted]


@transaction.atomic
def take_offer(*, campaign: Campaign, actor: User | None, now: datetime) -> list[Activity]:
    """Put what the plan says, and the calendar lacks, into it as drafts; at most 500 at once."""
    zone = zone_of(organization=campaign.organization)
    drafts = [(one, day) for one in offer(campaign) for day in one.days]
    made = []
    for one, day in drafts[:MOST]:
        starts_at = at_wall_clock(datetime.combine(day, HOUR), zone)
        plan = ActivityPlan(
            title=_("{method} to be written").format(method=one.name)[:200],
            kind=one.kind,
            channel=one.channel,
            campaign=campaign,
            method=one.method,
            audience=campaign.audience,
            topic=one.topics[0][:120] if len(one.topics) == 1 else "",
            starts_at=starts_at,
            ends_at=starts_at + LASTS,
            zone=zone.key,
            hours=one.hours,
            cost=one.cost,
            state=ActivityState.DRAFT,
        )
        made.append(add_activity(organization=campaign.organization, plan=plan, actor=actor, now=now))
    return made


def _in_calendar(campaign: Campaign) -> Counter[tuple[str, date]]:
    zone = zone_of(organization=campaign.organization)
    found = Activity.objects.filter(campaign=campaign).exclude(method="")
    days = ((activity.method, activity.days(zone)[0]) for activity in found)
    return Counter((method, day - timedelta(days=day.weekday())) for method, day in days)


def _offered(
    campaign: Campaign,
    method: MethodPlan,
    plan: Plan,
    strategy: Strategy,
    there: Mapping[tuple[str, date], int],
) -> Offered:
    channels = {channel.id: channel for channel in strategy.channels}
    topics = next((own.topics for own in strategy.methods if own.id == method.id), [])
    channel = channels.get(method.channel)
    planned, held = 0, 0
    days: list[date] = []
    for week, units in zip(plan.weeks, method.weeks, strict=False):
        inside = [day for day in _spread(week, units) if campaign.starts_on <= day <= campaign.ends_on]
        has = min(there.get((method.id, week - timedelta(days=week.weekday())), 0), len(inside))
        planned, held = planned + len(inside), held + has
        days += inside[has:]
    return Offered(
        method=method.id,
        name=method.name or method.id,
        channel=method.channel,
        channel_name=(channel.name if channel else "") or method.channel,
        kind=Channel(channel.kind.value) if channel else Channel.SOCIAL,
        topics=topics,
        planned=planned,
        there=held,
        days=days,
        hours=_each(method.hours, method.units),
        cost=_each(method.cost, method.units),
    )


def _each(whole: float, units: int) -> Decimal:
    return Decimal(str(whole / units)).quantize(Decimal("0.01"))


def _spread(week: date, units: int) -> list[date]:
    """Return the days of ``units`` over the five working days from ``week`` on, as evenly as they go."""
    return [week + timedelta(days=place * WORKING_DAYS // units) for place in range(units)]
