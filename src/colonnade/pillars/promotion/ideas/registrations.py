"""What ideas add at start-up: their tab, and a place of erasure."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import KEEPERS
from colonnade.ui.navigation import PLACES, Place

KEEPERS.add("ideas", "colonnade.pillars.promotion.ideas.erasing.PLACES")

PLACES.add(
    "ideas",
    Place(
        key="ideas",
        order=18,
        label=_("Ideas"),
        page="ideas:list",
        within="promote",
        covers=("ideas:brief",),
    ),
)
