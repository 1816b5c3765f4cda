"""Money and hours: what the strategy plans, what campaigns were given, what their activities have booked.

The plan's figures are per method; a method counts for the goal to which it adds the largest part of the way
from baseline to target, and for that goal's business unit, so that every sum is the plan's own sum. The
plan counts in the strategy's currency; where the organisation's is another, its money is left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from pydantic import ValidationError

from colonnade.campaigns.clashes import Booked
from colonnade.campaigns.models import Activity, Campaign
from colonnade.campaigns.queries import campaigns_of
from colonnade.campaigns.states import ActivityState
from colonnade.organization.models import Organization
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.queries import current_reading, latest_plan
from colonnade.strategy.solver import Plan
from colonnade.strategy.solver.result import GoalPlan, MethodPlan
from colonnade.ui.charts import Chart, Series
from colonnade.ui.figures import hours as said_hours
from colonnade.ui.figures import money as said_money

WEEK = timedelta(days=7)
COUNTED = (ActivityState.DRAFT.value, ActivityState.PLANNED.value, ActivityState.DONE.value)
"""States in which an activity books money and hours."""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Money or hours of one line.

    Attributes:
        planned: what the strategy's plan says; None where it says nothing.
        given: what its campaigns were given; None where none was.
        booked: what its activities take.
    """

    planned: float | None
    given: float | None
    booked: float

    @property
    def limit(self) -> float | None:
        """What may be used: what was given, else what was planned."""
        return self.given if self.given is not None else self.planned

    @property
    def left(self) -> float | None:
        """What is left of the limit; below 0 where more is booked."""
        return None if self.limit is None else self.limit - self.booked


@dataclass(frozen=True, kw_only=True)
class Line:
    """A campaign, a goal or a business unit, with its money and its hours.

    Attributes:
        key: id of the campaign or the goal, slug of the unit; empty for what has none.
    """

    key: str
    name: str
    money: Amount
    hours: Amount


@dataclass(frozen=True, kw_only=True)
class Budget:
    """Money and hours by campaign, goal and business unit; each list sums up to the same bookings."""

    currency: str
    campaigns: Sequence[Line]
    goals: Sequence[Line]
    units: Sequence[Line]
    has_plan: bool
    plan_in: str
    """Currency of the plan, where it is not the organisation's; else empty."""


@dataclass(frozen=True)
class _Sums:
    money: float | None = None
    hours: float | None = None

    def __add__(self, other: "_Sums") -> "_Sums":
        return _Sums(_sum(self.money, other.money), _sum(self.hours, other.hours))

    def times(self, share: float) -> "_Sums":
        """Return a share of both."""
        return _Sums(
            None if self.money is None else self.money * share,
            None if self.hours is None else self.hours * share,
        )


def _sum(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else one + other


def booked_by_campaign(organization: Organization) -> dict[int, Booked]:
    """Return what each campaign's activities cost together and how long they take; under 0, those of none."""
    rows = (
        Activity.objects.filter(organization=organization, state__in=COUNTED)
        .order_by()
        .values_list("campaign_id")
        .annotate(cost=Sum("cost"), hours=Sum("hours"))
    )
    return {campaign or 0: Booked(cost=float(cost), hours=float(took)) for campaign, cost, took in rows}


def budget_of(organization: Organization) -> Budget:
    """Return money and hours against the plan, in a fixed number of queries."""
    plan = plan_of(organization)
    reading = current_reading(organization)
    strategy = reading.strategy if reading is not None else None
    campaigns = list(campaigns_of(organization=organization))
    booked = booked_by_campaign(organization)
    foreign = plan.currency if plan and plan.currency != organization.currency else ""
    planned = _planned(plan, with_money=not foreign)
    names = _Names(strategy)
    return Budget(
        currency=organization.currency,
        campaigns=_campaign_lines(campaigns, booked, planned),
        goals=_lines(
            [(campaign.goal.key if campaign.goal else "", campaign) for campaign in campaigns],
            booked,
            {goal: _total(methods.values()) for goal, methods in planned.by_goal.items()},
            names.goals,
            _("No goal"),
        ),
        units=_lines(
            [(campaign.unit.slug if campaign.unit else "", campaign) for campaign in campaigns],
            booked,
            names.by_unit(planned),
            {**names.units, **{one.unit.slug: one.unit.name for one in campaigns if one.unit}},
            _("No business unit"),
        ),
        has_plan=plan is not None,
        plan_in=foreign,
    )


def plan_of(organization: Organization) -> Plan | None:
    """Return the newest plan of the strategy; None where there is none that this release can read."""
    stored = latest_plan(organization)
    if stored is None:
        return None
    try:
        return Plan.model_validate(stored.result)
    except ValidationError:
        return None


@dataclass(frozen=True)
class _Planned:
    """The plan's money and hours by goal, then by method; and each method's units by week."""

    by_goal: Mapping[str, Mapping[str, _Sums]]
    weeks: Mapping[str, Mapping[date, int]]

    def of(self, campaign: Campaign) -> _Sums:
        """Return what the plan says of the campaign's methods, for the units of the weeks that it touches."""
        return _total(
            sums.times(self._share(method, campaign))
            for own in self.by_goal.values()
            for method, sums in own.items()
            if method in campaign.methods
        )

    def _share(self, method: str, campaign: Campaign) -> float:
        weeks = self.weeks[method]
        within = sum(
            units
            for week, units in weeks.items()
            if week <= campaign.ends_on and week + WEEK > campaign.starts_on
        )
        return within / sum(weeks.values())


def _planned(plan: Plan | None, *, with_money: bool) -> _Planned:
    found: dict[str, dict[str, _Sums]] = defaultdict(dict)
    weeks: dict[str, dict[date, int]] = {}
    goals = {goal.id: goal for goal in plan.goals} if plan else {}
    for method in plan.methods if plan else ():
        if method.units:
            sums = _Sums(method.cost if with_money else None, method.hours)
            found[_main_goal(method, goals)][method.id] = sums
            weeks[method.id] = dict(zip(plan.weeks, method.weeks, strict=False)) if plan else {}
    return _Planned(found, weeks)


def _main_goal(method: MethodPlan, goals: Mapping[str, GoalPlan]) -> str:
    """Return the goal to which the method adds most of the way from baseline to target; empty for none."""

    def share(goal: str) -> float:
        way = abs(goals[goal].target - goals[goal].baseline)
        return abs(method.adds[goal]) / way if way else 0.0

    known = sorted(goal for goal in method.adds if goal in goals and method.adds[goal])
    return max(known, key=share) if known else ""


def _total(sums: Iterable[_Sums]) -> _Sums:
    return sum(sums, start=_Sums())


class _Names:
    """What goals and units of the strategy are called, and which goal works for which unit."""

    def __init__(self, strategy: Strategy | None) -> None:
        goals = strategy.goals if strategy else []
        objectives = {one.id: one.unit or "" for one in strategy.objectives} if strategy else {}
        self.goals = {goal.id: goal.name or goal.id for goal in goals}
        self.units = {unit.id: unit.name or unit.id for unit in strategy.units} if strategy else {}
        self._unit_of = {goal.id: objectives.get(goal.serves or "", "") for goal in goals}

    def by_unit(self, planned: _Planned) -> dict[str, _Sums]:
        """Return the plan's money and hours by business unit."""
        found: dict[str, _Sums] = defaultdict(_Sums)
        for goal, methods in planned.by_goal.items():
            found[self._unit_of.get(goal, "")] += _total(methods.values())
        return dict(found)


def _given(campaign: Campaign) -> _Sums:
    return _Sums(
        float(campaign.budget) if campaign.budget is not None else None,
        float(campaign.hours) if campaign.hours is not None else None,
    )


def _line(key: str, name: str, planned: _Sums, given: _Sums, booked: Booked) -> Line:
    return Line(
        key=key,
        name=name,
        money=Amount(planned=planned.money, given=given.money, booked=booked.cost),
        hours=Amount(planned=planned.hours, given=given.hours, booked=booked.hours),
    )


_NOTHING = Booked(cost=0.0, hours=0.0)


def _campaign_lines(
    campaigns: Sequence[Campaign], booked: Mapping[int, Booked], planned: _Planned
) -> list[Line]:
    lines = [
        _line(
            str(campaign.pk),
            campaign.name,
            planned.of(campaign),
            _given(campaign),
            booked.get(campaign.pk, _NOTHING),
        )
        for campaign in campaigns
    ]
    if 0 in booked:
        lines.append(_line("", _("Without a campaign"), _Sums(), _Sums(), booked[0]))
    return lines


def _lines(
    campaigns: Sequence[tuple[str, Campaign]],
    booked: Mapping[int, Booked],
    planned: Mapping[str, _Sums],
    names: Mapping[str, str],
    nobody: str,
) -> list[Line]:
    given: dict[str, _Sums] = defaultdict(_Sums)
    spent: dict[str, Booked] = defaultdict(lambda: _NOTHING)
    for key, campaign in campaigns:
        own = booked.get(campaign.pk, _NOTHING)
        given[key] += _given(campaign)
        spent[key] = Booked(cost=spent[key].cost + own.cost, hours=spent[key].hours + own.hours)
    if 0 in booked:
        spent[""] = Booked(cost=spent[""].cost + booked[0].cost, hours=spent[""].hours + booked[0].hours)
    keys = sorted({*given, *spent, *planned}, key=lambda key: (not key, names.get(key, key).casefold()))
    return [
        _line(key, names.get(key, key) if key else nobody, planned.get(key, _Sums()), given[key], spent[key])
        for key in keys
    ]


def budget_of_campaign(campaign: Campaign) -> Line:
    """Return one campaign's money and hours."""
    plan = plan_of(campaign.organization)
    planned = _planned(plan, with_money=bool(plan and plan.currency == campaign.organization.currency))
    own = Activity.objects.filter(Q(campaign=campaign), state__in=COUNTED)
    sums = own.aggregate(cost=Sum("cost"), hours=Sum("hours"))
    booked = Booked(cost=float(sums["cost"] or 0), hours=float(sums["hours"] or 0))
    return _campaign_lines([campaign], {campaign.pk: booked}, planned)[0]


def money_chart(budget: Budget) -> Chart:
    """Return what campaigns have booked of their money, most of it first."""
    rows = [(line.name, line.money) for line in budget.campaigns]
    booked = said_money(sum(amount.booked for _name, amount in rows), budget.currency)
    question = _("Does the money of the campaigns suffice?")
    return _chart("money", question, _answer(booked, rows), rows, budget.currency)


def hours_chart(budget: Budget) -> Chart:
    """Return what campaigns have booked of their hours, most of it first."""
    rows = [(line.name, line.hours) for line in budget.campaigns]
    booked = said_hours(sum(amount.booked for _name, amount in rows))
    question = _("Do the hours of the campaigns suffice?")
    return _chart("hours", question, _answer(booked, rows), rows, _("hours"))


def _answer(booked: str, rows: Sequence[tuple[str, Amount]]) -> str:
    limited = sum(amount.limit is not None for _name, amount in rows)
    over = [name for name, amount in rows if amount.left is not None and amount.left < 0]
    said = _("{booked} are booked; {known} of {all} lines have a limit; over it: {over}.")
    names = ", ".join(over[:3]) + (_(" and {more} more").format(more=len(over) - 3) if over[3:] else "")
    return said.format(booked=booked, known=limited, all=len(rows), over=names or _("none"))


def _chart(key: str, question: str, answer: str, rows: Sequence[tuple[str, Amount]], unit: str) -> Chart:
    drawn = sorted(rows, key=lambda row: -row[1].booked)[:20]
    limits = tuple(None if amount.limit is None else round(amount.limit, 2) for _name, amount in drawn)
    return Chart(
        key=key,
        question=question,
        answer=answer,
        kind="hbar",
        categories=tuple(name for name, _amount in drawn),
        series=(
            Series(
                name=_("booked"), values=tuple(round(amount.booked, 2) for _name, amount in drawn), tone="own"
            ),
            Series(name=_("limit"), values=limits, tone="limit"),
        ),
        unit=unit,
    )
