"""What briefs add at start-up: their tab, their work, and their evidence as a place of erasure."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import KEEPERS
from colonnade.pillars.promotion.briefs.queries import work_of
from colonnade.strategy.work import WORK
from colonnade.ui.navigation import PLACES, Place

KEEPERS.add("briefs", "colonnade.pillars.promotion.briefs.erasing.PLACES")
WORK.add("briefs", work_of)

PLACES.add(
    "briefs",
    Place(
        key="briefs",
        order=20,
        label=_("Briefs"),
        page="briefs:list",
        within="promote",
        covers=("briefs:add", "briefs:brief", "briefs:change"),
    ),
)
