"""What the calendar adds at start-up: its own entries."""

from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.entries import CALENDAR, EntrySource
from colonnade.campaigns.operations import move_activity
from colonnade.campaigns.queries import activity_entries

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
