"""What hours and money are worth at the margin, from the linear relaxation with the open channels kept.

With every level fixed too, nothing could react to another hour and all prices would be 0; so only the
channels are kept and levels may be fractions. That makes a price an estimate; ``marginals`` checks it by
making a new plan.
"""

from dataclasses import dataclass

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.model import Model, Setting, build
from colonnade.strategy.solver.optimise import Decision
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.program import Effort, State
from colonnade.strategy.solver.search import Search


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Worth of one more hour (roles x blocks) and of one more unit of money (by month)."""

    hours: Floats
    money: Floats

    def of(self, problem: Problem, work: int) -> Floats:
        """Return by block what one unit of a method costs at these prices."""
        item = problem.works[work]
        cost: Floats = item.hours @ self.hours + item.cost * (problem.month_share @ self.money)
        return cost


def prices(decision: Decision, search: Search) -> Prices:
    """Return the prices at the plan; all 0 where the relaxation cannot be solved in time."""
    problem = decision.problem
    setting = Setting(most_shortfall=decision.most_shortfall, open_as=decision.choice, all_levels=True)
    model = build(problem, setting)
    solved = model.program.relaxed().solve(Effort(seconds=search.seconds, gap=search.gap), seed=search.seed)
    if solved.state is not State.OPTIMAL:
        return Prices(
            hours=np.zeros((len(problem.roles), problem.blocks)), money=np.zeros(len(problem.months))
        )
    return _read(model, solved.duals)


def _read(model: Model, duals: Floats) -> Prices:
    worth = np.maximum(duals, 0.0) * model.worth_scale
    hours = worth[np.array(model.hours_rows, dtype=np.int64)] if model.hours_rows else np.zeros((0, 0))
    shape = (len(model.problem.roles), model.problem.blocks)
    return Prices(hours=hours.reshape(shape), money=worth[np.array(model.money_rows, dtype=np.int64)])


def worth_per_increment(problem: Problem) -> Floats:
    """Return by goal what one KPI unit of increment is worth, with what it becomes down the funnel.

    Lags, capacities and the end of the horizon are left out, so this is the most that it can be worth.
    """
    total = np.array([target.worth for target in problem.targets], dtype=np.float64)
    for flow in reversed(problem.flows):
        total[flow.source] += flow.belief.mean * total[flow.target]
    return total
