"""Reads: leads, how many where, and what is known of one."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from colonnade.audience.leads.models import Lead
from colonnade.audience.leads.states import LeadState
from colonnade.organization.models import Organization


@dataclass(frozen=True, kw_only=True)
class LeadFilter:
    """Which leads are meant; what is empty does not narrow.

    Attributes:
        owner: id of a user, or ``none`` for leads that nobody has.
        least_score: as typed; what is no number does not narrow.
    """

    text: str = ""
    state: str = ""
    goal: str = ""
    campaign: str = ""
    owner: str = ""
    least_score: str = ""


def leads_of(*, organization: Organization, chosen: LeadFilter = LeadFilter()) -> QuerySet[Lead]:
    """Return the leads of an organisation, the highest score first."""
    found = Lead.objects.filter(organization=organization).select_related("owner", "unit")
    exact = {name: getattr(chosen, name) for name in ("state", "goal", "campaign") if getattr(chosen, name)}
    found = found.filter(**exact)
    if chosen.text:
        text = chosen.text
        found = found.filter(Q(email__icontains=text) | Q(name__icontains=text) | Q(company__icontains=text))
    if chosen.owner:
        found = _owned(found, chosen.owner)
    score = _number(chosen.least_score)
    return found if score is None else found.filter(score__gte=score)


def _owned(found: QuerySet[Lead], owner: str) -> QuerySet[Lead]:
    if owner == "none":
        return found.filter(owner=None)
    return found.filter(owner_id=int(owner)) if owner.isdecimal() and len(owner) < 19 else found


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def counted_by_state(*, organization: Organization, goal: str = "") -> dict[LeadState, int]:
    """Return how many leads are in each state, zeros included."""
    found = Lead.objects.filter(organization=organization)
    if goal:
        found = found.filter(goal=goal)
    rows = dict(found.order_by().values_list("state").annotate(leads=Count("pk")))
    return {state: rows.get(state.value, 0) for state in LeadState}
