"""What the plan page draws of a plan: charts, the week-by-week table, the comparison with a what-if."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.strategy.solver import Plan
from colonnade.strategy.solver.result import GoalPlan
from colonnade.ui.charts import Chart, Series


def _span(start: date, end: date) -> str:
    return f"{date_format(start, 'j M')} to {date_format(end, 'j M')}"


def _of_the_way(goal: GoalPlan, value: float) -> float:
    return round(100 * (value - goal.baseline) / (goal.target - goal.baseline), 1)


def goals_chart(plan: Plan) -> Chart:
    """Return how far each goal gets on its way from baseline to target, in per cent, with the 80% interval.

    Read so, a time that shall fall and a count that shall rise can stand beside each other.
    """
    goals = [goal for goal in plan.goals if goal.target != goal.baseline]
    likely = sum(goal.chance >= 0.5 for goal in goals)
    return Chart(
        key="goals",
        question=_("How far does each goal get on the way to its target?"),
        answer=_(
            "{likely} of {goals} goals are more likely than not to be hit: 100% is the target, 0% where it "
            "stands today; whiskers are 80% intervals."
        ).format(likely=likely, goals=len(goals)),
        kind="hbar",
        categories=tuple(goal.name or goal.id for goal in goals),
        series=(
            Series(
                name=_("expected"),
                values=tuple(_of_the_way(goal, goal.expected) for goal in goals),
                low=tuple(min(_of_the_way(goal, end) for end in (goal.low, goal.high)) for goal in goals),
                high=tuple(max(_of_the_way(goal, end) for end in (goal.low, goal.high)) for goal in goals),
                tone="own",
            ),
        ),
        unit="%",
    )


def hours_chart(plan: Plan) -> Chart:
    """Return the hours used by role and block, with the limit of all roles together."""
    used = sum(block.used for role in plan.roles for block in role.blocks)
    limit = sum(block.limit for role in plan.roles for block in role.blocks)
    roles = tuple(
        Series(name=role.name or role.id, values=tuple(round(block.used, 1) for block in role.blocks))
        for role in plan.roles
    )
    limits = tuple(
        round(sum(role.blocks[place].limit for role in plan.roles), 1) for place in range(len(plan.blocks))
    )
    return Chart(
        key="hours",
        question=_("Do the hours suffice?"),
        answer=_("{used:,.0f} of {limit:,.0f} hours are used.").format(used=used, limit=limit),
        kind="stacked",
        categories=tuple(_span(block.start, block.end) for block in plan.blocks),
        series=(*roles, Series(name=_("limit"), values=limits, tone="limit")),
        unit=_("hours"),
    )


def money_chart(plan: Plan) -> Chart:
    """Return the money used by calendar month, with the limit."""
    used, limit = sum(month.used for month in plan.money), sum(month.limit for month in plan.money)
    return Chart(
        key="money",
        question=_("Does the money suffice?"),
        answer=_("{used:,.0f} of {limit:,.0f} {currency} are spent.").format(
            used=used, limit=limit, currency=plan.currency
        ),
        kind="stacked",
        categories=tuple(month.month for month in plan.money),
        series=(
            Series(name=_("used"), values=tuple(round(month.used, 2) for month in plan.money), tone="own"),
            Series(
                name=_("limit"), values=tuple(round(month.limit, 2) for month in plan.money), tone="limit"
            ),
        ),
        unit=plan.currency,
    )


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    """A chosen method's units, week by week."""

    name: str
    channel: str
    assumed: bool
    weeks: Sequence[int]
    units: int
    hours: float
    cost: float


def week_rows(plan: Plan) -> list[WeekRow]:
    """Return what to do each week: a row per chosen method, the most work first."""
    chosen = [method for method in plan.methods if method.units]
    return [
        WeekRow(
            name=method.name or method.id,
            channel=method.channel,
            assumed=method.assumed,
            weeks=method.weeks,
            units=method.units,
            hours=method.hours,
            cost=method.cost,
        )
        for method in sorted(chosen, key=lambda item: (-item.hours, item.id))
    ]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A goal under the present limits and under others."""

    name: str
    before: GoalPlan
    after: GoalPlan

    @property
    def points(self) -> int:
        """Change of the chance, in percentage points."""
        return round((self.after.chance - self.before.chance) * 100)


def differences(before: Plan, after: Plan) -> list[Difference]:
    """Return each goal's change from one plan to the other."""
    then = {goal.id: goal for goal in before.goals}
    return [
        Difference(name=goal.name or goal.id, before=then[goal.id], after=goal)
        for goal in after.goals
        if goal.id in then
    ]
