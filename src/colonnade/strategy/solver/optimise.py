"""Decide what to do: targets first, then worth.

1. Most worth with every target reached. If that can be done, the strategy fits.
2. Else the least that must be missed of the targets, and then the most worth without missing more.
3. Else (the minimum cadences alone exceed the limits) the smallest stretch of the limits that holds them.

The order makes more resources never worse, which a penalty for missed targets cannot promise.
"""

from dataclasses import dataclass, replace

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.evaluate import Choice, increments, mean_beliefs, shortfall, worth
from colonnade.strategy.solver.model import POTENTIAL, THRIFT, Aim, Model, Setting, build
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.program import Solution, State
from colonnade.strategy.solver.result import Proof, Verdict
from colonnade.strategy.solver.search import Search, solve_model


class OutOfTime(Exception):
    """No plan at all was found within the time limit."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided and what is proven; ``most_shortfall`` is the cap that later re-solves keep."""

    problem: Problem
    choice: Choice
    verdict: Verdict
    verdict_proven: bool
    proof: Proof
    worth: float
    bound: float
    shortfall: float
    most_shortfall: float | None
    values: Floats
    binaries: int

    @property
    def gap(self) -> float:
        """The bound's distance from the worth, relative to the worth."""
        if self.bound <= self.worth:
            return 0.0
        return (self.bound - self.worth) / self.worth if self.worth > 0 else 1.0


def decide(problem: Problem, search: Search, *, start: Floats | None = None) -> Decision:
    """Return the best plan found and its proof.

    ``start`` is the values of an earlier decision on a problem of the same shape, to begin from.

    Raises:
        OutOfTime: not even one plan was found in ``search.seconds``.
    """
    reaching = build(problem, Setting())
    solution = solve_model(reaching, search.share(0.6), start=start)
    if solution.found:
        return _decision(reaching, solution, proven=True, most_shortfall=0.0)
    nearest = build(problem, Setting(aim=Aim.SHORTFALL, most_shortfall=np.inf))
    least = solve_model(nearest, search.share(0.2))
    if least.found:
        return _nearest(problem, search, least, proven=solution.state is State.INFEASIBLE)
    if least.state is State.INFEASIBLE:
        return _stretched(problem, search)
    raise OutOfTime(f"No plan was found within {search.seconds:g} s; allow more time (--time-limit).")


@dataclass(frozen=True)
class Forced:
    """The best plan that uses a given method: its worth; None where none comes as near to the targets.

    ``fits``: whether any plan can hold the method within the limits, near to the targets or not.
    """

    worth: float | None
    fits: bool


def forced(decision: Decision, search: Search, work: int) -> Forced:
    """Plan anew with the method ``work`` in at least one block."""
    as_near = build(decision.problem, Setting(most_shortfall=decision.most_shortfall, forced=work))
    solution = as_near.program.solve(search.polish(), seed=search.seed)
    if solution.found:
        return Forced(_worth(decision.problem, as_near.choice(solution.values)), fits=True)
    anyhow = build(decision.problem, Setting(most_shortfall=None, forced=work))
    return Forced(None, fits=anyhow.program.solve(search.polish(), seed=search.seed).found)


def _nearest(problem: Problem, search: Search, least: Solution, *, proven: bool) -> Decision:
    cap = -least.objective * (1 + 1e-6) + 1e-6
    model = build(problem, Setting(most_shortfall=cap))
    solution = solve_model(model, search.share(0.2))
    if not solution.found:
        raise OutOfTime(f"No plan was found within {search.seconds:g} s; allow more time (--time-limit).")
    return _decision(model, solution, proven=proven or -least.bound > 1e-6, most_shortfall=cap)


def _stretched(problem: Problem, search: Search) -> Decision:
    everyone = frozenset(range(len(problem.roles)))
    setting = Setting(aim=Aim.EXTRA, most_shortfall=None, extra_roles=everyone, extra_money=True)
    model = build(problem, setting)
    solution = solve_model(model, search.share(0.2))
    if not solution.found:
        raise OutOfTime(f"No plan was found within {search.seconds:g} s; allow more time (--time-limit).")
    decision = _decision(model, solution, proven=True, most_shortfall=None)
    return replace(decision, verdict=Verdict.DOES_NOT_FIT, bound=decision.worth)


def _decision(model: Model, solution: Solution, *, proven: bool, most_shortfall: float | None) -> Decision:
    problem = model.problem
    choice = model.choice(solution.values)
    gained = increments(problem, choice, mean_beliefs(problem))
    missing = float(shortfall(problem, gained)[0])
    gain = float(worth(problem, gained)[0])
    # The thrift term lowers the objective by at most THRIFT, so the bound on worth may be that much higher;
    # a smaller distance is below what the program can tell apart.
    resolution = THRIFT * model.worth_scale
    bound = min(solution.bound, POTENTIAL) * model.worth_scale + resolution
    return Decision(
        problem=problem,
        choice=choice,
        verdict=Verdict.FITS if missing == 0 else Verdict.DOES_NOT_REACH,
        verdict_proven=proven or missing == 0,
        proof=Proof.OPTIMAL if solution.state is State.OPTIMAL else Proof.FEASIBLE,
        worth=gain,
        bound=bound if bound - gain > 2 * resolution else gain,
        shortfall=missing,
        most_shortfall=most_shortfall,
        values=solution.values,
        binaries=sum(model.program.integer),
    )


def _worth(problem: Problem, choice: Choice) -> float:
    return float(worth(problem, increments(problem, choice, mean_beliefs(problem)))[0])
