"""What erasure adds at start-up: its place in the navigation, and the stores it knows itself."""

from django.utils.translation import gettext_lazy as _

from colonnade.organization.access import visible_with
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.erasure.places import KEEPERS
from colonnade.ui.navigation import PLACES, Place

KEEPERS.add("aliases", "colonnade.pillars.listening.erasure.aliases.PLACES")
KEEPERS.add("evidence", "colonnade.pillars.listening.erasure.evidence.PLACES")
KEEPERS.add("people", "colonnade.pillars.listening.erasure.people.PLACES")
KEEPERS.add("facts", "colonnade.pillars.listening.erasure.facts.PLACES")

PLACES.add(
    "erasures",
    Place(
        key="erasures",
        order=70,
        label=_("Erasure"),
        page="erasure:list",
        within="settings",
        covers=("erasure:one",),
        visible_to=visible_with(Permission.MANAGE),
    ),
)
