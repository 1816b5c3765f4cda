"""What the composer adds at start-up: its tab, what briefs become, what uses media."""

from django.utils.translation import gettext_lazy as _

from colonnade.pillars.promotion.briefs.following import MAKERS, Maker
from colonnade.pillars.promotion.composer.media import KEEPER
from colonnade.pillars.promotion.composer.queries import made_from, uses_of
from colonnade.pillars.promotion.library.uses import USES
from colonnade.publishing.media import KEEPERS
from colonnade.ui.navigation import PLACES, Place

KEEPERS.add(KEEPER, "colonnade.pillars.promotion.composer.media.open_media")
USES.add("posts", uses_of)
MAKERS.add(
    "posts",
    Maker(key="posts", label=_("Write a post"), icon="pen-line", page="composer:new", made=made_from),
)
PLACES.add(
    "posts-composer",
    Place(
        key="posts-composer",
        order=25,
        label=_("Posts"),
        page="composer:posts",
        within="promote",
        covers=("composer:new", "composer:post", "composer:import"),
    ),
)
