"""What the calendar adds at start-up: its places, its own entries, and campaigns as work for goals."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.entries import CALENDAR, EntrySource
from colonnade.campaigns.operations import move_activity
from colonnade.campaigns.queries import activity_entries, campaigns_of
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.strategy.work import WORK, WorkItem
from colonnade.ui.navigation import PLACES, Place

CALENDAR.add(
    "activity",
    EntrySource(
        key="activity",
        label=_("Activities"),
        icon="calendar-check",
        entries=activity_entries,
        move=move_activity,
    ),
)


def campaign_work(organization: Organization) -> Iterable[WorkItem]:
    """Return the campaigns, each with the goal it serves."""
    for campaign in campaigns_of(organization=organization):
        yield WorkItem(
            kind=str(_("Campaign")),
            title=campaign.name,
            goal=campaign.goal.key if campaign.goal else None,
            href=org_reverse("campaigns:campaign", organization, campaign=campaign.pk),
            state=campaign.get_state_display(),
        )


WORK.add("campaign", campaign_work)

for place in (
    Place(key="promote", order=40, label=_("Promote"), icon="megaphone", page="campaigns:calendar"),
    Place(
        key="calendar",
        order=10,
        label=_("Calendar"),
        page="campaigns:calendar",
        within="promote",
        covers=(
            "campaigns:entry",
            "campaigns:clashes",
            "campaigns:activity",
            "campaigns:add_activity",
            "campaigns:import",
        ),
    ),
    Place(
        key="campaigns",
        order=15,
        label=_("Campaigns"),
        page="campaigns:campaigns",
        within="promote",
        covers=("campaigns:campaign", "campaigns:add_campaign", "campaigns:change_campaign"),
    ),
    Place(key="budget", order=17, label=_("Budget"), page="campaigns:budget", within="promote"),
    Place(
        key="utm-tags",
        order=91,
        label=_("Tags of links"),
        page="campaigns:tags",
        within="promote",
        menu=_("Set up"),
        covers=("campaigns:keep_preset",),
    ),
    Place(
        key="silences",
        order=92,
        label=_("Silences"),
        page="campaigns:silences",
        within="promote",
        menu=_("Set up"),
    ),
    Place(
        key="calendar-feeds",
        order=93,
        label=_("Calendar feeds"),
        page="campaigns:feeds",
        within="promote",
        menu=_("Set up"),
    ),
):
    PLACES.add(place.key, place)
