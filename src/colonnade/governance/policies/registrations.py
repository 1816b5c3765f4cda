"""What policies add at start-up: their place in the navigation."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

PLACES.add(
    "policies",
    Place(
        key="policies",
        order=90,
        label=_("Policies"),
        page="policies:rules",
        within="promote",
        menu=_("Set up"),
        covers=("policies:add", "policies:change", "policies:import"),
    ),
)
