"""What the workbook adds at start-up: its places."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

for place in (
    Place(key="home", order=10, label=_("Home"), page="workbook:home", icon="house"),
    Place(key="strategy", order=20, label=_("Strategy"), page="workbook:strategy", icon="landmark"),
    Place(key="columns", order=10, label=_("The eight Cs"), page="workbook:strategy", within="strategy"),
    Place(key="choose", order=50, label=_("Channels"), page="workbook:choose", within="strategy"),
):
    PLACES.add(place.key, place)
