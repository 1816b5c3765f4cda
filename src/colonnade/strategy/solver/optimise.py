"""Decide what to do: targets first, then worth.

1. Most worth with every target reached. If that can be done, the strategy fits.
2. Else the least that must be missed of the targets, and then the most worth without missing more.
3. Else (the minimum cadences alone exceed the limits) the smallest stretch of the limits that holds them.

The order makes more resources never worse, which a penalty for missed targets cannot promise.
"""

from dataclasses import dataclass, replace

import numpy as np

from colonnade.strategy.solver.evaluate import Choice, increments, mean_beliefs, shortfall, worth
from colonnade.strategy.solver.model import POTENTIAL, THRIFT, Aim, Model, Setting, build
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.program import Solution, State
from colonnade.strategy.solver.result import Proof, Verdict
from colonnade.strategy.solver.search import Search, is_small
from colonnade.strategy.solver.stages import solve_model

SLACK = 1e-6
"""How far, relatively, a re-plan may miss the targets by more: below what the program can tell apart."""


class OutOfTime(Exception):
    """No plan at all was found within the time limit."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"No plan was found within {seconds:g} s; allow more time (--time-limit).")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided and what is proven.

    ``most_shortfall`` is the cap that later re-plans keep. ``small``: whole searches of this problem are
    quick.
    """

    problem: Problem
    choice: Choice
    verdict: Verdict
    verdict_proven: bool
    proof: Proof
    worth: float
    bound: float
    shortfall: float
    most_shortfall: float | None
    small: bool

    @property
    def gap(self) -> float:
        """The bound's distance from the worth, relative to the worth."""
        if self.bound <= self.worth:
            return 0.0
        return (self.bound - self.worth) / self.worth if self.worth > 0 else 1.0


def decide(problem: Problem, search: Search) -> Decision:
    """Return the best plan found and its proof.

    Raises:
        OutOfTime: not even one plan was found in ``search.seconds``.
    """
    reaching = build(problem, Setting())
    solution = solve_model(reaching, search)
    if solution.found:
        return _decision(reaching, solution, search, proven=True, most_shortfall=0.0)
    nearest = build(problem, Setting(aim=Aim.SHORTFALL, most_shortfall=np.inf))
    least = solve_model(nearest, search)
    if least.found:
        return _nearest(problem, search, least, proven=solution.state is State.INFEASIBLE)
    if least.state is State.INFEASIBLE:
        return _stretched(problem, search)
    raise OutOfTime(search.seconds)


def outcome(problem: Problem, choice: Choice) -> tuple[float, float]:
    """Return the worth of a choice and its shortfall, in expectation."""
    gained = increments(problem, choice, mean_beliefs(problem))
    return float(worth(problem, gained)[0]), float(shortfall(problem, gained)[0])


def _nearest(problem: Problem, search: Search, least: Solution, *, proven: bool) -> Decision:
    cap = cap_of(-least.objective)
    model = build(problem, Setting(most_shortfall=cap))
    worthiest = solve_model(model, search, start=least.values)
    # Both programs have the same columns; what comes nearest is a plan, if not the one of most worth.
    unproven = replace(least, state=State.FEASIBLE, bound=POTENTIAL)
    solution = worthiest if worthiest.found else unproven
    certain = proven or -least.bound > SLACK
    return _decision(model, solution, search, proven=certain, most_shortfall=cap)


def cap_of(missing: float) -> float:
    """Return ``missing`` with the slack that a re-plan needs to keep it."""
    return missing * (1 + SLACK) + SLACK


def _stretched(problem: Problem, search: Search) -> Decision:
    everyone = frozenset(range(len(problem.roles)))
    setting = Setting(aim=Aim.EXTRA, most_shortfall=None, extra_roles=everyone, extra_money=True)
    model = build(problem, setting)
    solution = solve_model(model, search)
    if not solution.found:
        raise OutOfTime(search.seconds)
    choice = model.choice(solution.values)
    gain, missing = outcome(problem, choice)
    return Decision(
        problem=problem,
        choice=choice,
        verdict=Verdict.DOES_NOT_FIT,
        verdict_proven=True,
        proof=_proof(solution),
        worth=gain,
        bound=gain,
        shortfall=missing,
        most_shortfall=None,
        small=is_small(model),
    )


def _decision(
    model: Model, solution: Solution, search: Search, *, proven: bool, most_shortfall: float
) -> Decision:
    problem = model.problem
    choice = model.choice(solution.values)
    gain, missing = outcome(problem, choice)
    # The thrift term lowers the objective by at most THRIFT, so the bound on worth may be that much higher;
    # a smaller distance is below what the program can tell apart.
    resolution = THRIFT * model.worth_scale
    bound = min(solution.bound, POTENTIAL) * model.worth_scale + resolution
    decision = Decision(
        problem=problem,
        choice=choice,
        verdict=Verdict.FITS if missing == 0 else Verdict.DOES_NOT_REACH,
        verdict_proven=proven or missing == 0,
        proof=_proof(solution),
        worth=gain,
        bound=bound if bound - gain > 2 * resolution else gain,
        shortfall=missing,
        most_shortfall=most_shortfall,
        small=is_small(model),
    )
    return replace(decision, proof=Proof.OPTIMAL) if decision.gap <= search.gap else decision


def _proof(solution: Solution) -> Proof:
    return Proof.OPTIMAL if solution.state is State.OPTIMAL else Proof.FEASIBLE
