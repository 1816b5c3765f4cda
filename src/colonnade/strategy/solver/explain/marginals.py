"""What one more hour a week of each role, and 100 more a month, would buy."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from colonnade.strategy.solver.evaluate import increments, kpi, mean_beliefs
from colonnade.strategy.solver.explain.prices import Prices
from colonnade.strategy.solver.optimise import SLACK, Decision
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.replan import Replan, with_more
from colonnade.strategy.solver.result import Marginal
from colonnade.strategy.solver.search import Search
from colonnade.strategy.solver.wording import kpi_name, listed, money, signed

HOURS_STEP = 1.0
MONEY_STEP = 100.0


def marginals(decision: Decision, prices: Prices, search: Search) -> list[Marginal]:
    """Return the value of a little more of each resource.

    A new plan is made with the extra, and its gain shown where it exceeds what the first plan might have
    missed anyway (its gap); otherwise the price is shown. Gains are counted from what the same search finds
    without the extra, so that its own progress is not taken for the resource's.
    """
    before = _before(decision, search)
    return [_marginal(decision, before, item, search) for item in _steps(decision.problem, prices)]


def _before(decision: Decision, search: Search) -> Replan:
    """Return the plan, improved as a new plan with an extra is."""
    plan = Replan(decision.choice, decision.worth, decision.shortfall)
    if decision.small or decision.bound <= decision.worth:
        return plan
    again = with_more(decision, decision.problem, search)
    return again if again is not None and again.worth >= plan.worth else plan


def _steps(problem: Problem, prices: Prices) -> Iterator[tuple[str, str, Problem, float]]:
    """Yield for each resource its id, the step in words, the problem with the step, and the step's price."""
    weeks = np.array(problem.block_weeks)
    for index, role in enumerate(problem.roles):
        hours_limit = problem.hours_limit.copy()
        hours_limit[index] += HOURS_STEP * weeks
        step = f"One more hour a week of {role.name or role.id}"
        yield (
            role.id,
            step,
            replace(problem, hours_limit=hours_limit),
            float(HOURS_STEP * prices.hours[index] @ weeks),
        )
    if any(work.cost for work in problem.works):
        extra = MONEY_STEP * problem.month_cover
        step = f"{money(MONEY_STEP, problem.strategy.currency)} more a month"
        yield (
            "money",
            step,
            replace(problem, money_limit=problem.money_limit + extra),
            float(prices.money @ extra),
        )


def _marginal(
    decision: Decision, before: Replan, step: tuple[str, str, Problem, float], search: Search
) -> Marginal:
    resource, words, problem, dual_worth = step
    richer = _replanned(decision, before, problem, dual_worth, search)
    shown: Literal["re-solve", "dual"] = "re-solve" if richer is not None else "dual"
    gains = _kpi_gains(decision.problem, before, richer) if richer else {}
    worth = richer.worth - before.worth if richer else dual_worth
    return Marginal(
        resource=resource,
        step=MONEY_STEP if resource == "money" else HOURS_STEP,
        unit=f"{decision.problem.strategy.currency} a month" if resource == "money" else "hours a week",
        worth=worth,
        shown=shown,
        dual_worth=dual_worth,
        goals=gains,
        sentence=_sentence(before, decision.problem, words, worth, gains, dual_worth, shown),
    )


def _replanned(
    decision: Decision, before: Replan, problem: Problem, dual_worth: float, search: Search
) -> Replan | None:
    """Return a new plan with the extra, or None where it would show nothing for certain."""
    unsure = max(0.0, decision.bound - before.worth)
    if 0 < dual_worth <= unsure:
        return None
    richer = with_more(decision, problem, search)
    if richer is None:
        return None
    small = 0 < richer.worth - before.worth <= unsure and richer.shortfall >= before.shortfall - SLACK
    return None if small else richer


def _kpi_gains(problem: Problem, before: Replan, richer: Replan) -> dict[str, float]:
    gained = [increments(problem, plan.choice, mean_beliefs(problem)) for plan in (before, richer)]
    gains = {}
    for index, target in enumerate(problem.targets):
        old, new = (float(kpi(target, values[index])[0]) for values in gained)
        if abs(new - old) > 1e-9 * max(target.size, 1.0):
            gains[target.goal.id] = new - old
    return gains


def _sentence(
    before: Replan,
    problem: Problem,
    words: str,
    worth: float,
    gains: dict[str, float],
    dual_worth: float,
    shown: str,
) -> str:
    goals = {target.goal.id: target.goal for target in problem.targets}
    worth_words = money(abs(worth), problem.worth_unit)
    if shown == "dual":
        return f"{words} is worth about {worth_words} over the plan (a marginal price, not a new plan)."
    if not gains and worth <= 0:
        because = "it is not what holds the plan back"
        if _all_at_most(problem, before):
            because = "every method is already done as often as its cadence allows"
        elif dual_worth > 0:
            price = money(dual_worth, problem.worth_unit)
            because = f"no whole unit fits into it, though at the margin it is worth about {price}"
        return f"{words} buys nothing: {because} (a new plan was made to check)."
    moves = [f"{kpi_name(goals[goal])} {signed(gain)}" for goal, gain in gains.items()]
    by_deadline = f": {listed(moves)} at the deadline" if moves else ""
    change = "is worth" if worth >= 0 else "reaches nearer to the targets, at a loss elsewhere of"
    return f"{words} {change} {worth_words} over the plan{by_deadline} (a new plan was made to check)."


def _all_at_most(problem: Problem, plan: Replan) -> bool:
    made = plan.choice.units.sum(axis=1)
    return all(units >= work.most for units, work in zip(made, problem.works, strict=True))
