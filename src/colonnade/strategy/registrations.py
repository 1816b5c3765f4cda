"""What the strategy adds at start-up: its tabs beside the eight Cs."""

from django.utils.translation import gettext_lazy as _

from colonnade.ui.navigation import PLACES, Place

for place in (
    Place(key="goals", order=20, label=_("Goals"), page="strategy:goals", within="strategy"),
    Place(
        key="document",
        order=30,
        label=_("Document"),
        page="strategy:document",
        within="strategy",
        covers=("strategy:begin_with_sentence", "strategy:begin_with_file"),
    ),
    Place(
        key="plan",
        order=40,
        label=_("Plan"),
        page="strategy:plan",
        within="strategy",
        covers=("strategy:what_if",),
    ),
    Place(
        key="versions",
        order=60,
        label=_("Versions"),
        page="strategy:versions",
        within="strategy",
        covers=("strategy:compare",),
    ),
    Place(
        key="rules",
        order=70,
        label=_("Rules"),
        page="strategy:rules",
        within="strategy",
        covers=("strategy:rule",),
    ),
):
    PLACES.add(place.key, place)
