"""A lead's steps as touches, so that its path is one timeline with what came before."""

from collections.abc import Iterable
from datetime import datetime

from colonnade.audience.leads.models import Lead
from colonnade.audience.leads.states import LeadState
from colonnade.audience.touches.identity import person_key
from colonnade.audience.touches.kinds import Kind
from colonnade.audience.touches.operations import NewTouch, link_visitor, record_touches
from colonnade.audience.touches.origins import Origin

TOLD: dict[LeadState, Kind] = {
    LeadState.MQL: Kind.QUALIFIED,
    LeadState.ACCEPTED: Kind.ACCEPTED,
    LeadState.OPPORTUNITY: Kind.OPPORTUNITY,
    LeadState.WON: Kind.WON,
    LeadState.LOST: Kind.LOST,
}
"""Steps that are touches; each counts once in a lead's life."""


def key_of(lead: Lead) -> str:
    """Return the key under which the lead's touches are kept."""
    return person_key(lead.organization, "mail", lead.email)


def note_intake(*, lead: Lead, intake: int, new: bool, origin: Origin, at: datetime) -> None:
    """Note that the person sent a form, and became a lead by it; join their browser where they agreed."""
    person = key_of(lead)
    made = [_touch(lead, person, f"intake:{intake}", Kind.FORM, origin, at)]
    if new:
        made.append(_touch(lead, person, f"lead:{lead.pk}:lead", Kind.LEAD, origin, at))
    record_touches(organization=lead.organization, touches=made)
    if lead.visitor:
        link_visitor(organization=lead.organization, visitor=lead.visitor, person=person, now=at)


def note_steps(*, lead: Lead, states: Iterable[LeadState], at: datetime) -> None:
    """Note the steps that a lead has taken."""
    person, origin = key_of(lead), Origin(goal=lead.goal, campaign=lead.campaign)
    touches = [
        _touch(lead, person, f"lead:{lead.pk}:{state}", TOLD[state], origin, at)
        for state in states
        if state in TOLD
    ]
    if touches:
        record_touches(organization=lead.organization, touches=touches)


def _touch(lead: Lead, person: str, key: str, kind: Kind, origin: Origin, at: datetime) -> NewTouch:
    return NewTouch(key=key, at=at, kind=kind, origin=origin, person=person, visitor=lead.visitor, detail="")
