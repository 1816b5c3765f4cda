"""What governance adds at start-up: it writes down what happens in the organisation below it."""

from datetime import datetime

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from colonnade.governance.operations import record
from colonnade.organization.access import visible_with
from colonnade.organization.events import happened
from colonnade.organization.models import Organization, User
from colonnade.organization.roles import Permission
from colonnade.ui.navigation import PLACES, Place


@receiver(happened, dispatch_uid="governance.audit")
def write_down(
    *,
    organization: Organization,
    actor: User | None,
    action: str,
    subject: str,
    now: datetime,
    details: dict[str, object] | None,
    **_signal: object,
) -> None:
    """Write the event into the audit trail."""
    record(organization=organization, actor=actor, action=action, subject=subject, now=now, details=details)


PLACES.add(
    "audit",
    Place(
        key="audit",
        order=60,
        label=_("Audit trail"),
        page="governance:audit",
        within="settings",
        visible_to=visible_with(Permission.MANAGE),
    ),
)
PLACES.add(
    "jobs",
    Place(
        key="jobs",
        order=50,
        label=_("Jobs"),
        page="jobs:list",
        within="settings",
        visible_to=visible_with(Permission.MANAGE),
    ),
)
