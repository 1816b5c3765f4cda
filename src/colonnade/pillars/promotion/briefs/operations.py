"""Writes: briefs are made, changed, finished; templates are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.models import Campaign
from colonnade.governance.operations import record
from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.pillars.promotion.briefs.models import Brief, BriefTemplate, Intent, Wording
from colonnade.pillars.promotion.briefs.states import BriefState
from colonnade.strategy.models import ServedGoal
from colonnade.strategy.operations import UnknownGoal, claim_goal

_WORDING = ("intent", "audience", "message", "call_to_action", "landing", "notes")
Evidence = dict[str, str | int]


@dataclass(frozen=True, kw_only=True)
class BriefPlan:
    """What a person says of a brief; see ``Brief``.

    Attributes:
        goal: id of a goal of the strategy; empty for the campaign's, or none yet.
    """

    title: str
    intent: Intent = Intent.SOLVE
    audience: str = ""
    message: str = ""
    call_to_action: str = ""
    landing: str = ""
    notes: str = ""
    topic: str = ""
    goal: str = ""
    method: str = ""
    campaign: Campaign | None = None
    unit: BusinessUnit | None = None
    owner: User | None = None
    due_on: date | None = None


@transaction.atomic
def add_brief(
    *,
    organization: Organization,
    plan: BriefPlan,
    actor: User | None,
    now: datetime,
    idea: str = "",
    evidence: Sequence[Evidence] = (),
) -> Brief:
    """Write a brief.

    Args:
        idea: key of the idea that it comes from.
        evidence: what it rests on, kept as a dated copy.

    Raises:
        ValidationError: where what is said makes no sense; by field.
    """
    brief = Brief(organization=organization, made_by=actor, made_at=now, idea=idea, evidence=list(evidence))
    return _written(brief, plan, "brief.added", actor, now)


@transaction.atomic
def change_brief(*, brief: Brief, plan: BriefPlan, actor: User | None, now: datetime) -> Brief:
    """Change a brief; what it rests on stays. Raises ``ValidationError`` by field."""
    return _written(brief, plan, "brief.changed", actor, now)


@transaction.atomic
def take_step(*, brief: Brief, wanted: BriefState, actor: User | None, now: datetime) -> Brief:
    """Take a brief to another state. Raises ``TransitionRefused`` where the table forbids it."""
    held = Brief.objects.select_for_update().get(pk=brief.pk)
    held.step(wanted)
    held.changed_at = now
    held.save(update_fields=["state", "changed_at"])
    _audit(held, f"brief.{wanted.value}", actor, now)
    return held


@transaction.atomic
def keep_template(*, brief: Brief, name: str, actor: User | None, now: datetime) -> BriefTemplate:
    """Keep a brief's words as a template; one of the same name is replaced."""
    if not name.strip():
        raise ValidationError(_("Give the template a name."))
    said = {field: getattr(brief, field) for field in _WORDING}
    template, _made = BriefTemplate.objects.update_or_create(
        organization=brief.organization, name=name.strip()[:120], defaults=said
    )
    _audit(brief, "brief.template_kept", actor, now)
    return template


@transaction.atomic
def remove_template(*, template: BriefTemplate, actor: User | None, now: datetime) -> None:
    """Remove a template; briefs that began from it stay."""
    record(
        organization=template.organization,
        actor=actor,
        action="brief.template_removed",
        subject=template.name,
        now=now,
    )
    template.delete()


def wording_of(source: Wording) -> dict[str, str]:
    """Return the words that a brief takes from a template, by field."""
    return {field: getattr(source, field) for field in _WORDING}


def _written(brief: Brief, plan: BriefPlan, action: str, actor: User | None, now: datetime) -> Brief:
    for name, given in (("campaign", plan.campaign), ("unit", plan.unit)):
        if given is not None and given.organization_id != brief.organization_id:
            raise ValidationError({name: _("The organisation has none of that name.")})
    brief.goal = _goal(brief, plan.goal)
    for field in fields(plan):
        value = getattr(plan, field.name)
        if field.name != "goal":
            setattr(brief, field.name, value.strip() if isinstance(value, str) else value)
    if brief.unit is None and brief.campaign is not None:
        brief.unit = brief.campaign.unit
    brief.changed_at = now
    brief.full_clean(validate_constraints=False)
    brief.save()
    _audit(brief, action, actor, now)
    return brief


def _goal(brief: Brief, key: str) -> ServedGoal | None:
    if not key:
        return None
    if brief.goal is not None and brief.goal.key == key:
        return brief.goal
    try:
        return claim_goal(organization=brief.organization, key=key)
    except UnknownGoal as error:
        raise ValidationError({"goal": str(error)}) from error


def _audit(brief: Brief, action: str, actor: User | None, now: datetime) -> None:
    record(organization=brief.organization, actor=actor, action=action, subject=brief.title[:200], now=now)
