"""Reads: campaigns, what stands in the calendar, spans of silence, presets of tags."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from colonnade.campaigns.entries import CALENDAR, Entry, Filters, Span
from colonnade.campaigns.models import Activity, Blackout, Campaign, Feed, UtmPreset
from colonnade.campaigns.states import MOVABLE, ActivityState
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization, User


def zone_of(*, organization: Organization, user: User | None = None) -> ZoneInfo:
    """Return the zone whose clocks somebody reads the calendar by: their own, or the organisation's."""
    return ZoneInfo((user.time_zone if user else "") or organization.time_zone)


def campaigns_of(*, organization: Organization) -> QuerySet[Campaign]:
    """Return the organisation's campaigns, the earliest first."""
    return Campaign.objects.filter(organization=organization).select_related("goal", "unit", "owner")


def activities_of(*, organization: Organization) -> QuerySet[Activity]:
    """Return the organisation's activities, the earliest first."""
    own = Activity.objects.filter(organization=organization)
    return own.select_related("organization", "campaign__goal", "campaign__unit", "unit")


def entries_of(*, organization: Organization, span: Span, filters: Filters | None = None) -> list[Entry]:
    """Return what stands in the calendar in a span, from all sources, the earliest first."""
    wanted = filters or Filters()
    found = [
        entry
        for source in CALENDAR
        for entry in source.entries(organization=organization, span=span, filters=wanted)
        if wanted.let(entry) and touches(entry, span)
    ]
    return sorted(found, key=lambda entry: (entry.starts_at, not entry.all_day, entry.title, entry.key))


def touches(entry: Entry, span: Span) -> bool:
    """Return whether ``entry`` stands in the span, be it for a moment."""
    return entry.starts_at < span.end and (entry.ends_at > span.start or entry.starts_at >= span.start)


def blackouts_of(*, organization: Organization) -> QuerySet[Blackout]:
    """Return the organisation's spans of silence, the earliest first."""
    return Blackout.objects.filter(organization=organization).select_related("unit", "organization")


def blackouts_in(*, organization: Organization, span: Span) -> list[Blackout]:
    """Return the spans of silence that touch ``span``."""
    found = blackouts_of(organization=organization)
    return list(found.filter(starts_at__lt=span.end, ends_at__gt=span.start))


def blackout_at(*, organization: Organization, moment: datetime, unit: int | None = None) -> Blackout | None:
    """Return why nothing of the unit (by id; None for no unit) goes out at ``moment``; None where it may.

    What publishes asks this before it sends.
    """
    found = blackouts_of(organization=organization).filter(starts_at__lte=moment, ends_at__gt=moment)
    return found.filter(Q(unit__isnull=True) | Q(unit_id=unit)).first()


def presets_of(*, organization: Organization) -> QuerySet[UtmPreset]:
    """Return how the organisation tags addresses."""
    return UtmPreset.objects.filter(organization=organization)


def feeds_of(*, organization: Organization) -> QuerySet[Feed]:
    """Return the secret addresses at which other calendars read this one."""
    return Feed.objects.filter(organization=organization).select_related("made_by")


def activity_entries(*, organization: Organization, span: Span, filters: Filters) -> Iterable[Entry]:
    """Return the activities that touch the span: the calendar's own source."""
    found = activities_of(organization=organization).filter(starts_at__lt=span.end)
    found = found.filter(Q(ends_at__gt=span.start) | Q(starts_at__gte=span.start))
    narrowing = {
        "kind": filters.kind,
        "channel": filters.channel,
        "campaign_id": filters.campaign,
        "state": filters.state,
        "unit__slug": filters.unit,
        "campaign__goal__key": filters.goal,
    }
    found = found.filter(**{name: value for name, value in narrowing.items() if value})
    return [entry_of(activity) for activity in found]


def entry_of(activity: Activity) -> Entry:
    """Return an activity as the calendar shows it."""
    campaign, unit = activity.campaign, activity.unit
    goal = campaign.goal if campaign else None
    return Entry(
        source="activity",
        id=str(activity.pk),
        title=activity.title,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        zone=activity.zone,
        all_day=activity.all_day,
        kind=activity.kind,
        channel=activity.channel,
        campaign=campaign.pk if campaign else 0,
        campaign_name=campaign.name if campaign else "",
        colour=campaign.colour if campaign else "grey",
        goal=goal.key if goal else "",
        unit=unit.slug if unit else "",
        unit_name=unit.name if unit else "",
        state=activity.state,
        state_label=activity.get_state_display(),
        off=activity.present == ActivityState.DROPPED,
        audience=activity.audience,
        topic=activity.topic,
        text=activity.text,
        cost=activity.cost,
        hours=activity.hours,
        href=org_reverse("campaigns:activity", activity.organization, activity=activity.pk),
        uid=activity.uid,
        movable=activity.present in MOVABLE,
    )
