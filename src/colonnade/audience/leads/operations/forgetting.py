"""A lead is erased, with everything that names the person."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from colonnade.audience.leads.models import Lead
from colonnade.audience.leads.touching import key_of
from colonnade.audience.touches.operations import forget_people
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User


@transaction.atomic
def forget(*, organization: Organization, leads: Iterable[Lead], actor: User | None, now: datetime) -> int:
    """Erase leads with their history, consents and hand-overs; their touches stay as counts of nobody.

    What was handed to sales lies with sales: the receipt in the audit trail says where to ask.
    """
    count = 0
    for lead in leads:
        forget_people(organization=organization, persons=[key_of(lead)])
        places = sorted(set(lead.hand_overs.values_list("destination__name", flat=True)))
        number = lead.pk
        lead.delete()
        record(
            organization=organization,
            actor=actor,
            action="lead.erased",
            subject=f"lead {number}",
            now=now,
            details={"handed_to": ", ".join(places)},
        )
        count += 1
    return count
