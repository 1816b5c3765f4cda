"""A hand-over has arrived, or was tried in vain."""

from datetime import datetime, timedelta

from django.db import transaction

from colonnade.audience.leads.models import EventKind, HandOver, HandOverState, Lead, LeadEvent
from colonnade.audience.leads.operations.working import step
from colonnade.audience.leads.states import LeadState

MOST_ATTEMPTS = 12
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


@transaction.atomic
def arrived(*, row: HandOver, now: datetime) -> None:
    """Note that a hand-over has arrived: once, however often it is said."""
    changed = HandOver.objects.filter(pk=row.pk, state=HandOverState.WAITING).update(
        state=HandOverState.SENT, sent_at=now, problem=""
    )
    if not changed:
        return
    row.refresh_from_db()
    LeadEvent.objects.create(
        lead=row.lead, kind=EventKind.HANDED, at=now, actor=row.asked_by, details={"to": row.destination.name}
    )
    lead = Lead.objects.get(pk=row.lead_id)
    if lead.present == LeadState.MQL:
        step(lead=lead, wanted=LeadState.HANDED_OVER, actor=row.asked_by, now=now, audited=False)


def tried(*, row: HandOver, problem: str, final: bool, now: datetime) -> HandOver:
    """Note that a try went wrong, and when the next one is; after the last, or a ``final`` one, none is."""
    row.attempts += 1
    row.problem = problem[:300]
    row.next_at = now + min(FIRST_WAIT * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT)
    if final or row.attempts >= MOST_ATTEMPTS:
        row.state = HandOverState.FAILED
    row.save(update_fields=["attempts", "problem", "next_at", "state"])
    return row
