"""What approvals add at start-up: their places in the navigation."""

from django.utils.translation import gettext_lazy as _

from colonnade.organization.access import visible_with
from colonnade.organization.roles import Permission
from colonnade.ui.navigation import PLACES, Place

PLACES.add(
    "approvals",
    Place(
        key="approvals",
        order=30,
        label=_("Approvals"),
        page="approvals:list",
        within="promote",
        covers=("approvals:review", "approvals:decide", "approvals:comment", "approvals:invite"),
    ),
)
PLACES.add(
    "review_stages",
    Place(
        key="review_stages",
        order=88,
        label=_("Who approves"),
        page="approvals:stages",
        within="promote",
        menu=_("Set up"),
        covers=("approvals:add_stage", "approvals:change_stage", "approvals:unit_reviewers"),
        visible_to=visible_with(Permission.MANAGE),
    ),
)
