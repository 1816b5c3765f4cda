"""The rules of approval are made, changed, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.approvals.models import (
    Need,
    ReviewSettings,
    Stage,
    StageSeat,
    UnitReviewer,
)
from colonnade.governance.approvals.staging import Seat
from colonnade.governance.approvals.states import Risk
from colonnade.governance.operations import record
from colonnade.organization.models import BusinessUnit, Membership, Organization, User
from colonnade.organization.roles import Permission


@dataclass(frozen=True, kw_only=True)
class StageRule:
    """A stage as somebody wants it.

    Attributes: see ``models.Stage``.
    """

    name: str
    order: int
    units: Sequence[BusinessUnit]
    channel: str
    campaign: int | None
    from_risk: Risk
    need: Need
    seats: Sequence[Seat]


@transaction.atomic
def keep_stage(
    *,
    organization: Organization,
    rule: StageRule,
    actor: User | None,
    now: datetime,
    stage: Stage | None = None,
) -> Stage:
    """Add a stage, or change ``stage``; reviews that wait already are not touched.

    Raises:
        ValidationError: where nobody is named, or somebody who may not approve.
    """
    _require_seats(organization, rule.seats)
    kept = stage or Stage(organization=organization)
    kept.name, kept.order, kept.need = rule.name, rule.order, rule.need
    kept.channel, kept.campaign, kept.from_risk = rule.channel, rule.campaign, rule.from_risk
    kept.save()
    kept.units.set(rule.units)
    kept.seats.all().delete()
    StageSeat.objects.bulk_create(
        StageSeat(stage=kept, kind=seat.kind, role=seat.role, membership_id=seat.membership)
        for seat in rule.seats
    )
    details: dict[str, object] = {
        "units": [unit.slug for unit in rule.units],
        "channel": rule.channel,
        "campaign": rule.campaign,
        "from_risk": rule.from_risk,
        "need": rule.need,
        "seats": [f"{seat.kind} {seat.role or seat.membership or ''}".strip() for seat in rule.seats],
    }
    action = "review_stage.changed" if stage else "review_stage.added"
    record(organization=organization, actor=actor, action=action, subject=rule.name, now=now, details=details)
    return kept


@transaction.atomic
def remove_stage(*, stage: Stage, actor: User | None, now: datetime) -> None:
    """Remove a stage; reviews that wait already are not touched."""
    record(
        organization=stage.organization,
        actor=actor,
        action="review_stage.removed",
        subject=stage.name,
        now=now,
    )
    stage.delete()


@transaction.atomic
def choose_unit_reviewers(
    *, unit: BusinessUnit, members: Sequence[Membership], actor: User | None, now: datetime
) -> None:
    """Say who answers for what goes out in a unit's name. Raises ``ValidationError`` as ``keep_stage``."""
    for member in members:
        _require_approver(member)
    UnitReviewer.objects.filter(unit=unit).exclude(membership__in=members).delete()
    for member in members:
        UnitReviewer.objects.get_or_create(unit=unit, membership=member)
    record(
        organization=unit.organization,
        actor=actor,
        action="unit_reviewers.chosen",
        subject=unit.name,
        now=now,
        details={"members": [member.user.email for member in members]},
    )


@transaction.atomic
def choose_settings(
    *,
    organization: Organization,
    reviews_off: bool,
    due_hours: int,
    expire_days: int,
    actor: User | None,
    now: datetime,
) -> ReviewSettings:
    """Choose how the organisation reviews.

    Raises:
        ValidationError: where reviews are to be off among several members, or a time makes no sense.
    """
    if reviews_off and organization.memberships.count() > 1:
        raise ValidationError(
            _("Reviews can be off only where there is one member: others could read it first.")
        )
    if not (1 <= due_hours <= 24 * 60 and 1 <= expire_days <= 365 and due_hours <= expire_days * 24):
        raise ValidationError(_("A decision is due before the review expires, at most a year later."))
    chosen = {"reviews_off": reviews_off, "due_hours": due_hours, "expire_days": expire_days}
    settings, _made = ReviewSettings.objects.update_or_create(organization=organization, defaults=chosen)
    record(
        organization=organization,
        actor=actor,
        action="review_settings.chosen",
        subject=organization.name,
        now=now,
        details=dict(chosen),
    )
    return settings


def _require_seats(organization: Organization, seats: Sequence[Seat]) -> None:
    if not seats:
        raise ValidationError(_("Say who may approve at this stage."))
    named = {seat.membership for seat in seats if seat.membership is not None}
    for member in organization.memberships.select_related("user").filter(pk__in=named):
        _require_approver(member)


def _require_approver(member: Membership) -> None:
    if not member.may(Permission.APPROVE_CONTENT):
        raise ValidationError(_("%(member)s may not approve content.") % {"member": member})
