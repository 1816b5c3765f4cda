"""Writes: spans in which nothing goes out."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.models import Blackout
from colonnade.governance.operations import record
from colonnade.organization.models import BusinessUnit, Organization, User


@transaction.atomic
def add_blackout(
    *,
    organization: Organization,
    unit: BusinessUnit | None,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    all_day: bool,
    actor: User | None,
    now: datetime,
) -> Blackout:
    """Let nothing go out from one moment to another; what is in the calendar then clashes.

    Raises:
        ValidationError: where the span is empty, no reason is given, or the unit is another organisation's.
    """
    if ends_at <= starts_at:
        raise ValidationError(_("It ends before it begins."))
    if unit is not None and unit.organization_id != organization.pk:
        raise ValidationError({"unit": _("This is no unit of the organisation.")})
    blackout = Blackout(
        organization=organization,
        unit=unit,
        reason=reason.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        zone=zone,
        all_day=all_day,
        made_by=actor,
    )
    blackout.full_clean(validate_constraints=False)
    blackout.save()
    _audit(blackout, "blackout.added", actor, now)
    return blackout


@transaction.atomic
def remove_blackout(*, blackout: Blackout, actor: User | None, now: datetime) -> None:
    """End a silence, whether it has begun or not."""
    _audit(blackout, "blackout.removed", actor, now)
    blackout.delete()


def _audit(blackout: Blackout, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=blackout.organization,
        actor=actor,
        action=action,
        subject=blackout.reason[:200],
        now=now,
        details={
            "from": blackout.starts_at.isoformat(),
            "until": blackout.ends_at.isoformat(),
            "unit": blackout.unit.slug if blackout.unit else "",
        },
    )
