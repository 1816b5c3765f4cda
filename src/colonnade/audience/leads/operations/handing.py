"""A lead is handed to sales: one outbox row for each destination."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.audience.leads.events import set_out
from colonnade.audience.leads.fields import last_word
from colonnade.audience.leads.models import (
    Destination,
    DestinationKind,
    HandOver,
    HandOverState,
    Lead,
    Purpose,
)
from colonnade.audience.leads.operations.arriving import arrived
from colonnade.audience.leads.states import LeadState
from colonnade.governance.operations import record
from colonnade.organization.models import User

HAND_OVER_FROM = frozenset({LeadState.MQL, LeadState.HANDED_OVER})


@transaction.atomic
def hand_over(*, lead: Lead, destination: Destination, actor: User | None, now: datetime) -> HandOver:
    """Put a lead on its way to a destination; a second call while it waits changes nothing.

    Raises:
        ValidationError: where the lead is not qualified, the destination is not in use, or the person has
            taken back that they may be contacted.
    """
    _require(lead, destination)
    row, made = HandOver.objects.get_or_create(
        lead=lead,
        destination=destination,
        state=HandOverState.WAITING,
        defaults={"asked_at": now, "asked_by": actor, "next_at": now},
    )
    if made:
        record(
            organization=lead.organization,
            actor=actor,
            action="lead.handed_over",
            subject=f"lead {lead.pk}",
            now=now,
            details={"destination": destination.name},
        )
        _set_out(row, now)
    return row


def _set_out(row: HandOver, now: datetime) -> None:
    """Hand the row to whoever carries it; a file is in the reader's hands already."""
    if row.destination.kind == DestinationKind.FILE:
        arrived(row=row, now=now)
    else:
        set_out.send(sender=HandOver, row=row, now=now)


def _require(lead: Lead, destination: Destination) -> None:
    if destination.organization_id != lead.organization_id or not destination.active:
        raise ValidationError(_("This destination is not in use."))
    if lead.present not in HAND_OVER_FROM:
        raise ValidationError(_("Only a marketing qualified lead can be handed over."))
    if withdrawn(lead):
        raise ValidationError(_("This person has taken back that they may be contacted."))


def withdrawn(lead: Lead) -> bool:
    """Return whether the person's last word on being contacted is a consent taken back."""
    last = last_word(lead.consents.all(), Purpose.CONTACT)
    return last is not None and last.withdrawn_at is not None


@transaction.atomic
def retry(*, row: HandOver, actor: User | None, now: datetime) -> HandOver:
    """Try a hand-over that failed again, under the same key.

    Raises:
        ValidationError: where it has not failed, or may not go out any more.
    """
    if row.state != HandOverState.FAILED:
        raise ValidationError(_("Only a hand-over that failed can be tried again."))
    _require(row.lead, row.destination)
    row.state, row.attempts, row.next_at, row.problem = HandOverState.WAITING, 0, now, ""
    row.save(update_fields=["state", "attempts", "next_at", "problem"])
    record(
        organization=row.lead.organization,
        actor=actor,
        action="lead.hand_over_retried",
        subject=f"lead {row.lead_id}",
        now=now,
        details={"destination": row.destination.name},
    )
    _set_out(row, now)
    return row
