"""Reads: leads, how many where, and what is known of one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from colonnade.audience.leads.models import Destination, HandOver, Lead, QualifyingRule, ScoringRule
from colonnade.audience.leads.qualifying import missing
from colonnade.audience.leads.scoring import Done
from colonnade.audience.leads.states import WITH_MARKETING, LeadState
from colonnade.audience.leads.touching import key_of
from colonnade.audience.touches.kinds import Traffic
from colonnade.audience.touches.models import KnownVisitor, Touch
from colonnade.audience.touches.queries import timeline
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


def lead_of(*, organization: Organization, number: int) -> Lead | None:
    """Return one lead of the organisation, or None."""
    return leads_of(organization=organization).filter(pk=number).first()


def actions_of(*, organization: Organization, leads: Sequence[Lead]) -> dict[int, list[Done]]:
    """Return what each lead (by id) has done, with what their browsers did before they were known."""
    persons = {key_of(lead): lead.pk for lead in leads}
    visitors = dict(
        KnownVisitor.objects.filter(organization=organization, person__in=persons).values_list(
            "visitor", "person"
        )
    )
    found: dict[int, list[Done]] = defaultdict(list)
    touched = Touch.objects.filter(
        Q(person__in=persons) | Q(visitor__in=visitors), organization=organization, traffic=Traffic.PEOPLE
    )
    for kind, at, person, visitor in touched.order_by().values_list("kind", "at", "person", "visitor"):
        number = persons.get(person or visitors.get(visitor or "", ""))
        if number is not None:
            found[number].append(Done(kind=kind, at=at))
    return dict(found)


def path_of(*, lead: Lead) -> QuerySet[Touch]:
    """Return a lead's touches, oldest first."""
    return timeline(organization=lead.organization, person=key_of(lead))


def rules_of(*, organization: Organization) -> QuerySet[ScoringRule]:
    """Return the scoring rules."""
    return ScoringRule.objects.filter(organization=organization)


def agreements_of(*, organization: Organization) -> QuerySet[QualifyingRule]:
    """Return when leads of which goal qualify; the one for all other goals first."""
    return QualifyingRule.objects.filter(organization=organization).select_related("destination")


def destinations_of(*, organization: Organization) -> QuerySet[Destination]:
    """Return who takes leads, by name."""
    return Destination.objects.filter(organization=organization)


def hand_overs_of(*, organization: Organization) -> QuerySet[HandOver]:
    """Return the hand-overs, the latest first."""
    return HandOver.objects.filter(lead__organization=organization).select_related("lead", "destination")


def setting_of(
    *, organization: Organization, kind: str, number: int
) -> ScoringRule | QualifyingRule | Destination | None:
    """Return a rule, an agreement or a destination by its kind and number; None where there is none."""
    if kind == "rule":
        return rules_of(organization=organization).filter(pk=number).first()
    if kind == "agreement":
        return agreements_of(organization=organization).filter(pk=number).first()
    return destinations_of(organization=organization).filter(pk=number).first()


def lacks_of(*, lead: Lead) -> list[str]:
    """Return what the lead lacks to be marketing qualified, by the agreement of its goal."""
    if lead.present not in WITH_MARKETING:
        return []
    agreed = {rule.goal: rule for rule in agreements_of(organization=lead.organization)}
    rule = agreed.get(lead.goal) or agreed.get("")
    return missing(lead, rule) if rule is not None else ["agreement"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the board: the leads of one state with the highest scores, and how many there are."""

    state: LeadState
    leads: list[Lead]
    total: int


SHOWN = 12
"""Leads of a column."""


def columns_of(*, organization: Organization, chosen: LeadFilter) -> list[Column]:
    """Return the board's columns in the order of the way, in two queries."""
    found = leads_of(organization=organization, chosen=chosen)
    totals = dict(found.order_by().values_list("state").annotate(leads=Count("pk")))
    place = Window(RowNumber(), partition_by="state", order_by=("-score", "-came_at", "-pk"))
    shown: dict[str, list[Lead]] = defaultdict(list)
    for lead in found.annotate(place=place).filter(place__lte=SHOWN):
        shown[lead.state].append(lead)
    return [
        Column(state=state, leads=shown[state.value], total=totals.get(state.value, 0)) for state in LeadState
    ]


@dataclass(frozen=True, kw_only=True)
class GoalFigures:
    """What leads have done for a goal: each figure counts who ever reached the step."""

    goal: str
    leads: int
    mql: int
    sql: int
    won: int
    value: Decimal


def figures_by_goal(*, organization: Organization) -> list[GoalFigures]:
    """Return the figures of each goal that leads serve, the goal with most leads first."""
    won = Q(state=LeadState.WON)
    rows = (
        Lead.objects.filter(organization=organization)
        .order_by()
        .values("goal")
        .annotate(
            leads=Count("pk"),
            mql=Count("qualified_at"),
            sql=Count("accepted_at"),
            won=Count("pk", filter=won),
            value_won=Sum("value", filter=won),
        )
        .order_by("-leads", "goal")
    )
    return [
        GoalFigures(
            goal=row["goal"],
            leads=row["leads"],
            mql=row["mql"],
            sql=row["sql"],
            won=row["won"],
            value=row["value_won"] or Decimal(0),
        )
        for row in rows
    ]


def goals_in_use(*, organization: Organization) -> list[str]:
    """Return the goals that leads serve."""
    goals = Lead.objects.filter(organization=organization).exclude(goal="").order_by("goal")
    return list(goals.values_list("goal", flat=True).distinct())
