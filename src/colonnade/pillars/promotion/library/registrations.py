"""What the library adds at start-up: its tab."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

PLACES.add(
    "library",
    Place(
        key="library",
        order=50,
        label=_("Library"),
        page="library:items",
        within="promote",
        menu=_("Assets"),
        covers=("library:add", "library:item"),
    ),
)
