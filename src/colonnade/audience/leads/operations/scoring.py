"""Leads are scored anew, and those that reach their goal's rule qualify."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from colonnade.audience.leads.models import (
    Lead,
    QualifyingRule,
    ScoringRule,
)
from colonnade.audience.leads.operations.handing import hand_over
from colonnade.audience.leads.operations.working import step
from colonnade.audience.leads.qualifying import is_ready
from colonnade.audience.leads.queries import actions_of
from colonnade.audience.leads.scoring import explain, total
from colonnade.audience.leads.states import LeadState
from colonnade.organization.models import Organization

BATCH = 200
_SETTLED = (LeadState.WON, LeadState.LOST)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """How many leads were scored, and how many of them qualified by it."""

    leads: int
    qualified: int


def rescore(
    *,
    organization: Organization,
    leads: Sequence[Lead] | None = None,
    now: datetime,
    on_progress: Callable[[int], None] = lambda _done: None,
) -> Scored:
    """Score leads anew and qualify those that are ready.

    Args:
        leads: which; None for all that are not won or lost.
    """
    rules = list(ScoringRule.objects.filter(organization=organization, active=True))
    agreed = {rule.goal: rule for rule in QualifyingRule.objects.filter(organization=organization)}
    if leads is None:
        found = Lead.objects.filter(organization=organization).exclude(state__in=_SETTLED)
        numbers = list(found.order_by("pk").values_list("pk", flat=True))
    else:
        numbers = [lead.pk for lead in leads]
    qualified = 0
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        qualified += _scored(organization, part, rules, agreed, now)
        on_progress(start + len(part))
    return Scored(leads=len(numbers), qualified=qualified)


@transaction.atomic
def _scored(
    organization: Organization,
    numbers: Sequence[int],
    rules: Sequence[ScoringRule],
    agreed: dict[str, QualifyingRule],
    now: datetime,
) -> int:
    leads = list(
        Lead.objects.select_for_update(of=("self",))
        .filter(organization=organization, pk__in=numbers)
        .select_related("organization")
        .prefetch_related("consents")
    )
    done = actions_of(organization=organization, leads=leads)
    ready = []
    for lead in leads:
        reasons = explain(lead, rules=rules, done=done.get(lead.pk, ()), now=now)
        lead.score, lead.scored_at = total(reasons), now
        lead.reasons = [reason.as_json() for reason in reasons]
        rule = agreed.get(lead.goal) or agreed.get("")
        if rule is not None and is_ready(lead, rule):
            ready.append((lead, rule))
    Lead.objects.bulk_update(leads, ["score", "reasons", "scored_at"])
    for lead, rule in ready:
        _qualify(lead, rule, now)
    return len(ready)


def _qualify(lead: Lead, rule: QualifyingRule, now: datetime) -> None:
    why = f"{lead.score:g} >= {rule.least_score:g}"
    lead = step(lead=lead, wanted=LeadState.MQL, actor=None, now=now, why=why)
    if rule.destination is not None and rule.destination.active:
        hand_over(lead=lead, destination=rule.destination, actor=None, now=now)
