"""What reports add at start-up: their place in the navigation."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

PLACES.add(
    "reports",
    Place(
        key="reports",
        order=87,
        label=_("Reports by mail"),
        page="reports:list",
        within="listen",
        menu=_("Set up"),
        covers=("reports:add", "reports:one", "reports:change"),
    ),
)
