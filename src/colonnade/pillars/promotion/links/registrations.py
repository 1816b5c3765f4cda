"""What links add at start-up: their places, that of the funnel, and where touches are erased."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import KEEPERS
from colonnade.ui.navigation import PLACES, Place

KEEPERS.add("touches", "colonnade.pillars.promotion.links.erasing.PLACES")

for place in (
    Place(
        key="links",
        order=60,
        label=_("Links"),
        page="links:list",
        within="promote",
        menu=_("Assets"),
        covers=("links:add", "links:one", "links:change"),
    ),
    Place(
        key="funnel",
        order=90,
        label=_("Funnel"),
        page="links:funnel",
        within="promote",
        covers=("links:funnel_rows",),
    ),
    Place(
        key="other-channels",
        order=95,
        label=_("Other channels"),
        page="links:reported",
        within="promote",
        menu=_("Set up"),
        covers=("links:import",),
    ),
):
    PLACES.add(place.key, place)
