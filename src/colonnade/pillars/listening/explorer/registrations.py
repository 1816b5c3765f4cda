"""What the explorer adds at start-up: its places in the navigation and in erasures."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.listening.erasure.places import KEEPERS
from colonnade.ui.navigation import PLACES, Place

KEEPERS.add("explorer", "colonnade.pillars.listening.explorer.erasing.PLACES")

PLACES.add(
    "posts",
    Place(
        key="posts",
        order=70,
        label=_("Posts"),
        page="explorer:start",
        within="listen",
        covers=("listening:posts", "explorer:view", "explorer:views", "explorer:action"),
    ),
)
PLACES.add(
    "tags",
    Place(
        key="tags",
        order=85,
        label=_("Tags"),
        page="explorer:tags",
        within="listen",
        menu=_("Set up"),
        covers=("explorer:tag",),
    ),
)
