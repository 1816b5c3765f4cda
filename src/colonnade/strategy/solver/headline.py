"""The plan in a sentence: the first line that its reader sees."""

from colonnade.strategy.solver.result import GoalPlan, MonthUse, RoleUse, Verdict
from colonnade.strategy.solver.wording import listed, missed, money, number, percent

ALL_OF_IT = 0.999
MOST_NAMED = 4


def headline(
    verdict: Verdict,
    goals: list[GoalPlan],
    roles: list[RoleUse],
    months: list[MonthUse],
    *,
    proven: bool,
    currency: str,
) -> str:
    """Return the verdict with its figures; a plan that rests on assumptions alone begins by saying so."""
    warning = "This plan rests on assumptions alone: test them first. " if _only_assumed(goals) else ""
    match verdict:
        case Verdict.FITS:
            return warning + _fits(goals)
        case Verdict.DOES_NOT_REACH:
            return warning + _does_not_reach(goals, proven=proven)
        case Verdict.DOES_NOT_FIT:
            return warning + _does_not_fit(roles, months, currency)


def _only_assumed(goals: list[GoalPlan]) -> bool:
    moved = [goal for goal in goals if goal.moved]
    return bool(moved) and all(goal.share_assumed > ALL_OF_IT for goal in moved)


def _fits(goals: list[GoalPlan]) -> str:
    text = "It fits: every target is reached in expectation within the hours and the money"
    least = min(goals, key=lambda goal: goal.chance)
    certainty = (
        f"; the least certain, {least.name}, is {percent(least.chance)} likely" if least.chance < 1 else ""
    )
    return f"{text}{certainty}."


def _does_not_reach(goals: list[GoalPlan], *, proven: bool) -> str:
    short = [f"{goal.name} {missed(goal.expected, goal.target)}" for goal in goals if not goal.reaches]
    how = (
        "no plan within these limits reaches every target in expectation"
        if proven
        else "the search found no plan that reaches every target in its time"
    )
    return f"It does not reach: {how} ({'; '.join(short)})."


def _does_not_fit(roles: list[RoleUse], months: list[MonthUse], currency: str) -> str:
    over = [over for role in roles if (over := _over(role))]
    over += [
        f"{money(use.used, currency)} of {money(use.limit, currency)} in {use.month}"
        for use in months
        if use.used > use.limit * (1 + 1e-6) + 1e-6
    ]
    beyond = f": {listed(over[:MOST_NAMED])}" if over else ""
    return f"It does not fit: the minimum cadences alone take more than the limits{beyond}."


def _over(role: RoleUse) -> str:
    worst = max(role.blocks, key=lambda block: block.used - block.limit)
    if worst.used <= worst.limit * (1 + 1e-6) + 1e-6:
        return ""
    return f"{role.name} {number(worst.used)} h of {number(worst.limit)} h in four weeks"
