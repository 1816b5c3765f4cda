"""What the feature adds at start-up: its own metrics and its place in the rail."""

from django.utils.translation import gettext_lazy as _

from colonnade.measurement import catalogue
from colonnade.ui.navigation import PLACES, Place

__all__ = ["catalogue"]

PLACES.add(
    "measure", Place(key="measure", order=70, label=_("Measure"), page="measurement:readings", icon="ruler")
)
