"""What listening adds at start-up."""

from django.utils.translation import gettext_lazy as _

from colonnade.channels.hearing import FORGETTERS, HEARERS
from colonnade.pillars.listening.erasure.places import KEEPERS
from colonnade.ui.navigation import PLACES, Place

HEARERS.add("listening", "colonnade.pillars.listening.hearing.hear")
FORGETTERS.add("listening", "colonnade.pillars.listening.forgetting.forget")

for keeper in ("corrections", "importing", "questions", "topics"):
    KEEPERS.add(keeper, f"colonnade.pillars.listening.{keeper}.erasing.PLACES")

for place in (
    Place(key="listen", order=30, label=_("Listen"), page="listening:overview", icon="ear"),
    Place(key="listen-overview", order=10, label=_("Overview"), page="listening:overview", within="listen"),
    Place(key="who", order=20, label=_("Who"), page="listening:who", within="listen"),
    Place(key="what", order=30, label=_("What"), page="listening:what", within="listen"),
    Place(key="topics", order=35, label=_("New topics"), page="listening:topics", within="listen"),
    Place(key="where", order=40, label=_("Where"), page="listening:where", within="listen"),
    Place(key="competitors", order=50, label=_("Competitors"), page="listening:competitors", within="listen"),
    Place(key="influencers", order=60, label=_("Influencers"), page="listening:influencers", within="listen"),
    Place(key="sentiment", order=65, label=_("Sentiment"), page="listening:sentiment", within="listen"),
    Place(
        key="brands",
        order=80,
        label=_("Brands"),
        page="listening:brands",
        within="listen",
        menu=_("Set up"),
        covers=("listening:add_brand", "listening:change_brand", "listening:new_query", "listening:query"),
    ),
    Place(
        key="imports",
        order=90,
        label=_("Imports"),
        page="listening:imports",
        within="listen",
        menu=_("Set up"),
        covers=("listening:import",),
    ),
    Place(
        key="reading",
        order=95,
        label=_("Reading"),
        page="listening:reading",
        within="listen",
        menu=_("Set up"),
    ),
):
    PLACES.add(place.key, place)
