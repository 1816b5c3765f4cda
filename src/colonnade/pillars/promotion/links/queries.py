"""Reads: links, and what became of them."""

from django.db.models import Q, QuerySet

from colonnade.organization.models import Organization
from colonnade.pillars.promotion.links.models import ShortLink


def links_of(*, organization: Organization, text: str = "", campaign: int = 0) -> QuerySet[ShortLink]:
    """Return the organisation's links, newest first.

    Args:
        text: contained in the title, the code or the target; empty for any.
        campaign: id of a campaign; 0 for any.
    """
    found = ShortLink.objects.filter(organization=organization).select_related("campaign__goal")
    if campaign:
        found = found.filter(campaign_id=campaign)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(code__icontains=text) | Q(target__icontains=text))
    return found
