"""Reads: links, and what became of them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from colonnade.organization.models import Organization
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.pillars.promotion.links.plans import LinkPlan


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


def shortened(*, organization: Organization, plans: Iterable[LinkPlan]) -> dict[str, ShortLink]:
    """Return what ``operations.shorten`` made of some plans, by their digests."""
    digests = {plan.digest for plan in plans}
    found = ShortLink.objects.filter(organization=organization, digest__in=digests)
    return {str(link.digest): link for link in found}
