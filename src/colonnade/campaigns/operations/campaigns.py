"""Writes: a campaign is planned, changed, taken through its life, removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from colonnade.campaigns.models import Campaign, Colour
from colonnade.campaigns.states import CampaignState
from colonnade.governance.operations import record
from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.strategy.models import ServedGoal
from colonnade.strategy.operations import UnknownGoal, claim_goal

_SLUG_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class CampaignPlan:
    """What a person says of a campaign; see ``Campaign``.

    Attributes:
        goal: id of a goal of the strategy; empty for none yet.
        slug: empty to make one from the name.
    """

    name: str
    starts_on: date
    ends_on: date
    goal: str = ""
    unit: BusinessUnit | None = None
    methods: Sequence[str] = field(default_factory=tuple)
    audience: str = ""
    summary: str = ""
    budget: Decimal | None = None
    hours: Decimal | None = None
    owner: User | None = None
    colour: Colour = Colour.BLUE
    slug: str = ""


@transaction.atomic
def add_campaign(
    *, organization: Organization, plan: CampaignPlan, actor: User | None, now: datetime
) -> Campaign:
    """Plan a campaign.

    Raises:
        ValidationError: where what is said makes no sense; by field.
    """
    return _written(Campaign(organization=organization), plan, "campaign.added", actor, now)


@transaction.atomic
def change_campaign(*, campaign: Campaign, plan: CampaignPlan, actor: User | None, now: datetime) -> Campaign:
    """Change a campaign; its activities stay where they are. Raises ``ValidationError`` by field."""
    return _written(campaign, plan, "campaign.changed", actor, now)


@transaction.atomic
def take_campaign_step(
    *, campaign: Campaign, wanted: CampaignState, actor: User | None, now: datetime
) -> Campaign:
    """Take a campaign to another state. Raises ``TransitionRefused`` where the table forbids it."""
    held = Campaign.objects.select_for_update().get(pk=campaign.pk)
    held.step(wanted)
    held.changed_at = now
    held.save(update_fields=["state", "changed_at"])
    _audit(held, f"campaign.{wanted.value}", actor, now)
    return held


@transaction.atomic
def remove_campaign(*, campaign: Campaign, actor: User | None, now: datetime) -> None:
    """Remove a campaign with its activities."""
    _audit(campaign, "campaign.removed", actor, now)
    campaign.delete()


def _written(
    campaign: Campaign, plan: CampaignPlan, action: str, actor: User | None, now: datetime
) -> Campaign:
    if plan.ends_on < plan.starts_on:
        raise ValidationError({"ends_on": _("The last day is before the first.")})
    if plan.unit is not None and plan.unit.organization_id != campaign.organization_id:
        raise ValidationError({"unit": _("This is no unit of the organisation.")})
    campaign.goal = _goal(campaign, plan.goal)
    campaign.name, campaign.slug = plan.name.strip(), _slug(campaign, plan)
    campaign.unit, campaign.owner = plan.unit, plan.owner
    campaign.methods, campaign.audience = list(plan.methods), plan.audience.strip()
    campaign.summary = plan.summary.strip()
    campaign.starts_on, campaign.ends_on = plan.starts_on, plan.ends_on
    campaign.budget, campaign.hours, campaign.colour = plan.budget, plan.hours, plan.colour
    campaign.changed_at = now
    campaign.full_clean(validate_constraints=False)
    campaign.save()
    _audit(campaign, action, actor, now)
    return campaign


def _goal(campaign: Campaign, key: str) -> ServedGoal | None:
    if not key:
        return None
    if campaign.goal is not None and campaign.goal.key == key:
        return campaign.goal
    try:
        return claim_goal(organization=campaign.organization, key=key)
    except UnknownGoal as error:
        raise ValidationError({"goal": str(error)}) from error


def _slug(campaign: Campaign, plan: CampaignPlan) -> str:
    """Return the campaign's name in addresses: as given, as it was, or made from its name.

    A name in addresses that is out stays through a change of the shown name, so that clicks stay together.
    """
    others = Campaign.objects.filter(organization=campaign.organization).exclude(pk=campaign.pk)
    taken = set(others.values_list("slug", flat=True))
    if plan.slug:
        if plan.slug in taken:
            raise ValidationError({"slug": _("Another campaign is called so in addresses.")})
        return plan.slug
    if campaign.slug:
        return campaign.slug
    first = slugify(plan.name)[: _SLUG_LENGTH - 4].strip("-_") or "campaign"
    return next(name for name in _names(first) if name not in taken)


def _names(first: str) -> Iterator[str]:
    yield first
    yield from (f"{first}-{number}" for number in count(2))


def _audit(campaign: Campaign, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=campaign.organization, actor=actor, action=action, subject=campaign.name[:200], now=now
    )
