"""What retention adds at start-up: its place in the navigation, and its remarks on sources."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from colonnade.channels.leaving import source_leaves
from colonnade.channels.models import Channel
from colonnade.channels.remarks import REMARKS
from colonnade.organization.access import visible_with
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.retention.operations import hold_on
from colonnade.ui.navigation import PLACES, Place

REMARKS.add("retention", "colonnade.pillars.listening.retention.remarks.remarks")


def _hold_on(sender: object, *, channel: Channel, now: datetime, **_more: object) -> None:
    hold_on(organization=channel.organization, source=channel.pk, now=now)


source_leaves.connect(_hold_on, dispatch_uid="retention")

PLACES.add(
    "retention",
    Place(
        key="retention",
        order=65,
        label=_("Retention"),
        page="retention:list",
        within="settings",
        covers=("retention:one",),
        visible_to=visible_with(Permission.MANAGE),
    ),
)
