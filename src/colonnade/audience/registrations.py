"""What the feature adds at start-up: its place beside the other things that listening is set up with."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

PLACES.add(
    "people",
    Place(
        key="people",
        order=82,
        label=_("People we know"),
        page="audience:people",
        within="listen",
        menu=_("Set up"),
        covers=("audience:add", "audience:import"),
    ),
)
