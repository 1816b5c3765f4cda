"""Leads for tests."""

from datetime import datetime
from itertools import count

from colonnade.audience.leads.models import Lead, Purpose
from colonnade.audience.leads.operations import Agreed, Origin, Said, take_in
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW

_keys = count(1)
GUIDE = Origin(source="Buying guide", goal="mqls")
CONTACT = Agreed(purpose=Purpose.CONTACT, text="You may call me.", version=1, given=True, place="/p/x/y")


def make_lead(
    organization: Organization,
    email: str = "rosa@quarry.example",
    *,
    said: Said | None = None,
    origin: Origin = GUIDE,
    consents: tuple[Agreed, ...] = (CONTACT,),
    at: datetime = NOW,
) -> Lead:
    """Return a lead that came in by a form of its own."""
    return take_in(
        organization=organization,
        key=f"test:{next(_keys)}",
        said=said or Said(email=email, name="Rosa Stone", company="Stone Quarry"),
        origin=origin,
        consents=consents,
        at=at,
    ).lead
