"""Silences of the marketing calendar: spans in which nothing goes out."""

from datetime import datetime

from colonnade.campaigns.models import Blackout
from colonnade.campaigns.queries import blackout_at
from colonnade.publishing.models import Publication


def silence_over(publication: Publication, *, moment: datetime) -> Blackout | None:
    """Return why a publication may not go out at ``moment``; None where it may.

    The silence of a business unit holds for what goes out in a campaign of that unit.
    """
    campaign = publication.campaign
    unit = campaign.unit_id if campaign is not None else None
    return blackout_at(organization=publication.organization, moment=moment, unit=unit)
