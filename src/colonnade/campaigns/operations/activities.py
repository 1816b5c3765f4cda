"""Writes: an activity is planned, changed, moved to another day, taken through its life, removed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.days import midnight, moved
from colonnade.campaigns.entries import CannotMove
from colonnade.campaigns.models import Activity, Campaign, Channel
from colonnade.campaigns.states import MOVABLE, ActivityState
from colonnade.governance.operations import record
from colonnade.organization.models import BusinessUnit, Membership, Organization, User
from colonnade.organization.roles import Permission

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
LONGEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class ActivityPlan:
    """What a person says of an activity; see ``Activity``."""

    title: str
    kind: Channel
    starts_at: datetime
    ends_at: datetime
    all_day: bool = False
    zone: str = "UTC"
    channel: str = ""
    campaign: Campaign | None = None
    unit: BusinessUnit | None = None
    method: str = ""
    audience: str = ""
    topic: str = ""
    text: str = ""
    notes: str = ""
    cost: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    state: ActivityState = ActivityState.PLANNED

    @staticmethod
    def over_days(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
        """Return when whole days begin and end."""
        clock = ZoneInfo(zone)
        return midnight(first, clock), midnight(last + timedelta(days=1), clock)


@transaction.atomic
def add_activity(
    *, organization: Organization, plan: ActivityPlan, actor: User | None, now: datetime, uid: str = ""
) -> Activity:
    """Put an activity into the calendar.

    Args:
        uid: its identity in calendar files; empty to give it one.

    Raises:
        ValidationError: where what is said makes no sense; by field.
    """
    activity = Activity(organization=organization, made_by=actor, uid=uid or f"{uuid4()}@colonnade")
    activity.state = plan.state.value
    return _written(activity, plan, "activity.added", actor, now)


@transaction.atomic
def change_activity(*, activity: Activity, plan: ActivityPlan, actor: User | None, now: datetime) -> Activity:
    """Change an activity. Raises ``ValidationError`` by field, ``TransitionRefused`` for its state."""
    if plan.state != activity.present:
        activity.step(plan.state)
    return _written(activity, plan, "activity.changed", actor, now)


@transaction.atomic
def take_activity_step(
    *, activity: Activity, wanted: ActivityState, actor: User | None, now: datetime
) -> Activity:
    """Take an activity to another state. Raises ``TransitionRefused`` where the table forbids it."""
    held = Activity.objects.select_for_update().get(pk=activity.pk)
    held.step(wanted)
    held.changed_at = now
    held.save(update_fields=["state", "changed_at"])
    _audit(held, f"activity.{wanted.value}", actor, now)
    return held


@transaction.atomic
def move_activity(*, member: Membership, entry: str, days: int, now: datetime) -> None:
    """Move an activity by whole days; its time of day and its length on the clock stay.

    Raises:
        CannotMove: where it is done or dropped, there is none, or the member may not.
    """
    if not member.may(Permission.CREATE_CONTENT):
        raise CannotMove(_("Your role may not change the calendar."))
    own = Activity.objects.select_for_update().filter(organization=member.organization)
    activity = own.filter(pk=int(entry)).first() if entry.isdecimal() else None
    if activity is None:
        raise CannotMove(_("This activity is not in the calendar any more. Load the page again."))
    if activity.present not in MOVABLE:
        raise CannotMove(_("What is done or dropped stays where it was. Plan it again first."))
    clock = activity.clock
    activity.starts_at = moved(activity.starts_at, days=days, zone=clock)
    activity.ends_at = max(moved(activity.ends_at, days=days, zone=clock), activity.starts_at)
    if not EARLIEST <= activity.starts_at <= LATEST:
        raise CannotMove(_("That day is too far away."))
    activity.changed_at = now
    activity.save(update_fields=["starts_at", "ends_at", "changed_at"])
    _audit(activity, "activity.moved", member.user, now, days=days)


@transaction.atomic
def remove_activity(*, activity: Activity, actor: User | None, now: datetime) -> None:
    """Take an activity out of the calendar for good."""
    _audit(activity, "activity.removed", actor, now)
    activity.delete()


def _written(
    activity: Activity, plan: ActivityPlan, action: str, actor: User | None, now: datetime
) -> Activity:
    _check(activity, plan)
    activity.campaign, activity.method = plan.campaign, plan.method
    activity.unit = plan.unit or (plan.campaign.unit if plan.campaign else None)
    activity.kind, activity.channel = plan.kind.value, plan.channel.strip().casefold()
    activity.title, activity.text, activity.notes = plan.title.strip(), plan.text.strip(), plan.notes.strip()
    activity.audience, activity.topic = plan.audience.strip(), plan.topic.strip()
    activity.starts_at, activity.ends_at = plan.starts_at, plan.ends_at
    activity.all_day, activity.zone = plan.all_day, plan.zone
    activity.cost, activity.hours = plan.cost, plan.hours
    activity.changed_at = now
    activity.full_clean(validate_constraints=False)
    activity.save()
    _audit(activity, action, actor, now)
    return activity


def _check(activity: Activity, plan: ActivityPlan) -> None:
    if plan.ends_at < plan.starts_at:
        raise ValidationError(_("It ends before it begins."))
    if plan.ends_at - plan.starts_at > LONGEST:
        raise ValidationError(_("It is longer than a year: plan it in parts."))
    if not EARLIEST <= plan.starts_at <= LATEST:
        raise ValidationError(_("That day is too far away."))
    for name, given in (("campaign", plan.campaign), ("unit", plan.unit)):
        if given is not None and given.organization_id != activity.organization_id:
            raise ValidationError({name: _("The organisation has none of that name.")})


def _audit(activity: Activity, action: str, actor: User | None, now: datetime, **details: object) -> None:
    record(
        organization=activity.organization,
        actor=actor,
        action=action,
        subject=activity.title[:200],
        now=now,
        details=details,
    )
