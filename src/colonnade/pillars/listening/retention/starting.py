"""Writes that plan the nightly work."""

from datetime import datetime

from django.db import transaction

from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.retention.jobs import remove_every_night
from colonnade.pillars.listening.retention.models import Origin
from colonnade.pillars.listening.retention.operations import keep_for
from colonnade.pillars.listening.retention.queries import Kept
from colonnade.pillars.listening.retention.scheduling import plan_night


@transaction.atomic
def keep_from_tonight(
    *,
    organization: Organization,
    origin: Origin,
    number: int,
    days: int | None,
    actor: User | None,
    now: datetime,
) -> Kept:
    """Say how long posts are kept; what is older goes in the next night. Raises as ``keep_for``."""
    kept = keep_for(organization=organization, origin=origin, number=number, days=days, actor=actor, now=now)
    if days is not None:
        plan_night(organization=organization, task=remove_every_night, now=now)
    return kept
