"""What publishing adds at start-up: its places, and its posts for the calendar and for approvals."""

from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.entries import CALENDAR, EntrySource
from colonnade.governance.approvals.subjects import KINDS
from colonnade.publishing import approving, calendar
from colonnade.ui.navigation import PLACES, Place

KINDS.add(approving.KIND.key, approving.KIND)
CALENDAR.add(
    "publication",
    EntrySource(
        key="publication", label=_("Posts"), icon="send", entries=calendar.entries, move=calendar.move
    ),
)

for place in (
    Place(
        key="outbox",
        order=40,
        label=_("Outbox"),
        page="publishing:outbox",
        within="promote",
        covers=("publishing:publication",),
    ),
    Place(
        key="profiles",
        order=87,
        label=_("Profiles"),
        page="publishing:profiles",
        within="promote",
        menu=_("Set up"),
        covers=("publishing:find_profiles",),
    ),
):
    PLACES.add(place.key, place)
