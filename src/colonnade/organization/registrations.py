"""What the organisation adds at start-up: its place in the rail."""

from django.utils.translation import gettext_lazy as _

from colonnade.organization.access import visible_with
from colonnade.organization.roles import Permission
from colonnade.ui.navigation import PLACES, Place

for place in (
    Place(key="settings", order=80, label=_("Settings"), page="organization:settings", icon="settings"),
    Place(
        key="organization", order=10, label=_("Organisation"), page="organization:settings", within="settings"
    ),
    Place(key="units", order=20, label=_("Business units"), page="organization:units", within="settings"),
    Place(
        key="members",
        order=30,
        label=_("Members"),
        page="organization:members",
        within="settings",
        visible_to=visible_with(Permission.MANAGE),
    ),
    Place(key="tokens", order=40, label=_("API tokens"), page="organization:tokens", within="settings"),
):
    PLACES.add(place.key, place)
