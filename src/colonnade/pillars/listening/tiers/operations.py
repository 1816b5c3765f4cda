"""Writes: choose a tier."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.tiers.models import ReadingChoice
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.pillars.listening.understanding import TIERS


class NoSuchTier(ValueError):
    """A tier that is none of ``TIERS``; the message lists them."""


@transaction.atomic
def choose_tier(*, organization: Organization, tier: str, actor: User | None, now: datetime) -> None:
    """Have the posts that come from now on read with ``tier``. Choosing it again changes nothing.

    Raises:
        NoSuchTier: for a name that is no tier.
    """
    if tier not in TIERS:
        raise NoSuchTier(
            _("“%(value)s” is not a tier; choose one of: %(known)s.")
            % {"value": tier, "known": ", ".join(TIERS)}
        )
    was = tier_of(organization_id=organization.pk)
    if tier == was:
        return
    ReadingChoice.objects.update_or_create(
        organization=organization, defaults={"tier": tier, "chosen_at": now}
    )
    record(
        organization=organization,
        actor=actor,
        action="reading.tier_chosen",
        subject=tier,
        now=now,
        details={"was": was},
    )
