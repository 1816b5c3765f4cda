"""What channels add at start-up: their place below Listen."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

PLACES.add(
    "sources",
    Place(
        key="sources",
        order=85,
        label=_("Sources"),
        page="channels:sources",
        within="listen",
        menu=_("Set up"),
        covers=(
            "channels:networks",
            "channels:add_source",
            "channels:source",
            "channels:change_source",
            "channels:add_account",
            "channels:renew_account",
        ),
    ),
)
