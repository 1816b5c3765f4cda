"""What alerts add at start-up: their place in the navigation."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

PLACES.add(
    "alerts",
    Place(
        key="alerts",
        order=15,
        label=_("Alerts"),
        page="alerts:list",
        within="listen",
        covers=("alerts:alert", "alerts:rules", "alerts:add_rule", "alerts:rule"),
    ),
)
