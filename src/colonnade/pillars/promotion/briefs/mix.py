"""Solve or sell: what the briefs are, beside what the strategy's methods allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from colonnade.organization.models import Organization
from colonnade.pillars.promotion.briefs.models import Brief, Intent
from colonnade.pillars.promotion.briefs.states import BriefState
from colonnade.strategy.queries import current_reading

LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Mix:
    """How many of the briefs of a time solve, and how many sell.

    Attributes:
        solving, selling: briefs that were not dropped.
        allowed: share of selling that the strategy's methods allow, the mean over those briefs that name a
            method with such a share; None where none does.
        compared: how many briefs that mean is over.
        selling_compared: how many of those sell.
    """

    solving: int
    selling: int
    allowed: float | None
    compared: int
    selling_compared: int

    @property
    def briefs(self) -> int:
        """All of them."""
        return self.solving + self.selling

    @property
    def selling_share(self) -> float:
        """Share of the briefs that sell; 0 where there are none."""
        return self.selling / self.briefs if self.briefs else 0.0

    @property
    def sells_more_than_allowed(self) -> bool:
        """Whether, among the briefs that can be compared, more sell than the methods allow."""
        return self.allowed is not None and self.selling_compared > self.allowed * self.compared


def mix_of(*, organization: Organization, now: datetime) -> Mix:
    """Return the mix of the briefs that were made in the last 90 days and not dropped."""
    rows = Brief.objects.filter(organization=organization, made_at__gt=now - LOOKED_BACK)
    counted = rows.exclude(state=BriefState.DROPPED).order_by().values_list("intent", "method")
    found = list(counted.annotate(briefs=Count("pk")))
    shares = _allowed_shares(organization)
    compared = [(intent, shares[method], briefs) for intent, method, briefs in found if method in shares]
    known = sum(briefs for _intent, _share, briefs in compared)
    return Mix(
        solving=sum(briefs for intent, _method, briefs in found if intent == Intent.SOLVE),
        selling=sum(briefs for intent, _method, briefs in found if intent == Intent.SELL),
        allowed=sum(share * briefs for _intent, share, briefs in compared) / known if known else None,
        compared=known,
        selling_compared=sum(briefs for intent, _share, briefs in compared if intent == Intent.SELL),
    )


def _allowed_shares(organization: Organization) -> Mapping[str, float]:
    """Return the share of selling that the strategy gives to each of its methods that names one."""
    reading = current_reading(organization)
    if reading is None or reading.strategy is None:
        return {}
    return {
        method.id: method.selling_share
        for method in reading.strategy.methods
        if method.selling_share is not None
    }
