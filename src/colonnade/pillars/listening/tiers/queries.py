"""Reads: which tier an organisation's posts are read with."""

from typing import cast

from colonnade.pillars.listening.tiers.models import ReadingChoice
from colonnade.pillars.listening.understanding import Tier


def tier_of(*, organization_id: int) -> Tier:
    """Return the tier that the organisation chose; the light one where it chose none."""
    chosen = ReadingChoice.objects.filter(organization_id=organization_id).values_list("tier", flat=True)
    return cast("Tier", chosen.first() or "light")
