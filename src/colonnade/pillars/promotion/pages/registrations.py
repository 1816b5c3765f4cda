"""What pages and forms add at start-up: their places, and how a person is erased from them and from leads."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import KEEPERS
from colonnade.ui.navigation import PLACES, Place

KEEPERS.add("leads", "colonnade.pillars.promotion.pages.erasing.PLACES")

PLACES.add(
    "landing-pages",
    Place(
        key="landing-pages",
        order=70,
        label=_("Landing pages"),
        page="pages:pages",
        within="promote",
        menu=_("Assets"),
        covers=("pages:add", "pages:page", "pages:edit"),
    ),
)
PLACES.add(
    "forms",
    Place(
        key="forms",
        order=75,
        label=_("Forms"),
        page="pages:forms",
        within="promote",
        menu=_("Assets"),
        covers=("pages:form", "pages:add_form", "pages:kept_apart"),
    ),
)
