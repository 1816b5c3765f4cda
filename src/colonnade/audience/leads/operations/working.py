"""A lead is worked: steps, owner, notes, what it said corrected, consents taken back."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.audience.leads.fields import put, told
from colonnade.audience.leads.models import (
    LONGEST,
    LONGEST_ANSWER,
    SAID,
    Consent,
    EventKind,
    Lead,
    LeadEvent,
)
from colonnade.audience.leads.states import STATES, LeadState
from colonnade.audience.leads.touching import note_steps
from colonnade.governance.operations import record
from colonnade.organization.models import Membership, User

_PASSED: dict[LeadState, tuple[str, ...]] = {
    LeadState.MQL: ("qualified_at",),
    LeadState.HANDED_OVER: ("handed_at",),
    LeadState.ACCEPTED: ("accepted_at",),
    LeadState.OPPORTUNITY: ("accepted_at", "opportunity_at"),
    LeadState.WON: ("accepted_at", "opportunity_at", "closed_at"),
    LeadState.LOST: ("closed_at",),
}
"""Moments that a step sets where nothing has set them: who has won was an opportunity first."""
_IMPLIED: dict[LeadState, tuple[LeadState, ...]] = {
    LeadState.OPPORTUNITY: (LeadState.ACCEPTED,),
    LeadState.WON: (LeadState.ACCEPTED, LeadState.OPPORTUNITY),
}
LONGEST_NOTE = 5000


@transaction.atomic
def step(
    *, lead: Lead, wanted: LeadState, actor: User | None, now: datetime, why: str = "", audited: bool = True
) -> Lead:
    """Take a lead to another state, with the moments and touches that come with it.

    Args:
        why: a sentence for the history; a lead that is lost or sent back should have one.
        audited: whether to write the audit trail too; off where a batch writes one line for all.

    Raises:
        TransitionRefused: where the step is none of the table's.
    """
    lead = Lead.objects.select_for_update().select_related("organization").get(pk=lead.pk)
    before = lead.present
    STATES.require(present=before, wanted=wanted)
    lead.state, lead.changed_at = wanted, now
    if wanted == LeadState.WORKING:
        lead.closed_at = None
    for moment in _PASSED.get(wanted, ()):
        if getattr(lead, moment) is None:
            setattr(lead, moment, now)
    lead.save()
    LeadEvent.objects.create(
        lead=lead,
        kind=EventKind.STEP,
        at=now,
        actor=actor,
        details={"from": before.value, "to": wanted.value, "why": why[:500]},
    )
    note_steps(lead=lead, states=[*_IMPLIED.get(wanted, ()), wanted], at=now)
    if audited:
        _audit(lead, actor, f"lead.{wanted}", now, {"from": before.value})
    return lead


def _audit(
    lead: Lead, actor: User | None, action: str, now: datetime, details: dict[str, object] | None = None
) -> None:
    # The trail is kept for long and cannot be changed, so it names a lead by number alone.
    record(
        organization=lead.organization,
        actor=actor,
        action=action,
        subject=f"lead {lead.pk}",
        now=now,
        details=details,
    )


@transaction.atomic
def assign(*, lead: Lead, owner: Membership | None, actor: User | None, now: datetime) -> Lead:
    """Give a lead to a member, or to nobody.

    Raises:
        ValidationError: where the member is of another organisation.
    """
    if owner is not None and owner.organization_id != lead.organization_id:
        raise ValidationError(_("Only a member of the organisation can have a lead."))
    lead.owner, lead.changed_at = owner.user if owner else None, now
    lead.save(update_fields=["owner", "changed_at"])
    details = {"to": str(owner.user) if owner else ""}
    LeadEvent.objects.create(lead=lead, kind=EventKind.ASSIGNED, at=now, actor=actor, details=details)
    _audit(lead, actor, "lead.assigned", now)
    return lead


@transaction.atomic
def note(*, lead: Lead, text: str, actor: User | None, now: datetime) -> LeadEvent:
    """Write a note on a lead. Raises ``ValidationError`` where it is empty or too long."""
    text = text.strip()
    if not text or len(text) > LONGEST_NOTE:
        raise ValidationError(_("A note has 1 to %(most)s characters.") % {"most": LONGEST_NOTE})
    Lead.objects.filter(pk=lead.pk).update(changed_at=now)
    return LeadEvent.objects.create(
        lead=lead, kind=EventKind.NOTE, at=now, actor=actor, details={"text": text}
    )


@transaction.atomic
def correct(*, lead: Lead, values: Mapping[str, str], actor: User | None, now: datetime) -> Lead:
    """Change what a lead said of themselves; the history keeps what was there.

    Args:
        values: by the field's name, or ``answers.`` and the question.

    Raises:
        ValidationError: where a field cannot be changed or is too long.
    """
    lead = Lead.objects.select_for_update().select_related("organization").get(pk=lead.pk)
    events = []
    for name, value in values.items():
        value, was = value.strip(), told(lead, name)
        _require_possible(name, value)
        if value != was:
            put(lead, name, value)
            details = {"field": name, "was": was, "is": value}
            events.append(LeadEvent(lead=lead, kind=EventKind.CHANGED, at=now, actor=actor, details=details))
    if events:
        lead.changed_at = now
        lead.save()
        LeadEvent.objects.bulk_create(events)
        fields = ", ".join(str(event.details["field"]) for event in events)
        _audit(lead, actor, "lead.corrected", now, {"fields": fields})
    return lead


def _require_possible(name: str, value: str) -> None:
    answer = name.startswith("answers.")
    if not answer and name not in SAID:
        raise ValidationError(_("“%(field)s” cannot be changed.") % {"field": name})
    if len(value) > (LONGEST_ANSWER if answer else LONGEST[name]):
        raise ValidationError(_("“%(field)s” is too long.") % {"field": name})


@transaction.atomic
def withdraw(*, consent: Consent, actor: User | None, now: datetime) -> Consent:
    """Note that a consent no longer holds; what was agreed to stays on record with both moments."""
    if consent.withdrawn_at is None and consent.given:
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        details = {"purpose": consent.purpose, "version": consent.version}
        LeadEvent.objects.create(
            lead=consent.lead, kind=EventKind.WITHDREW, at=now, actor=actor, details=details
        )
        _audit(consent.lead, actor, "lead.consent_withdrawn", now, {"purpose": consent.purpose})
    return consent
