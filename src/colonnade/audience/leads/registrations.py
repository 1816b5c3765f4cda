"""What leads add at start-up: their metric, the jobs that follow from operations, and their places."""

from django.utils.translation import gettext_lazy as _

from colonnade.audience.leads import jobs, metrics
from colonnade.organization.access import visible_with
from colonnade.organization.roles import Permission
from colonnade.ui.navigation import PLACES, Place

__all__ = ["jobs", "metrics"]

PLACES.add(
    "leads",
    Place(
        key="leads",
        order=80,
        label=_("Leads"),
        page="leads:board",
        within="promote",
        covers=("leads:lead", "leads:outcomes"),
    ),
)
PLACES.add(
    "lead-rules",
    Place(
        key="lead-rules",
        order=180,
        label=_("Lead rules"),
        page="leads:rules",
        within="promote",
        menu=_("Set up"),
        covers=tuple(
            f"leads:{add}{what}" for what in ("rule", "agreement", "destination") for add in ("", "add_")
        ),
        visible_to=visible_with(Permission.EDIT_STRATEGY),
    ),
)
