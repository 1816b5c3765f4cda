"""New plans that explain the first one: with a little more of a resource, or with a method forced in.

Small problems are planned wholly anew. For larger ones the first plan is improved block by block, which
gives a plan that can be had, and so the least that a resource is worth and the most that a method costs.
"""

from dataclasses import dataclass

from colonnade.strategy.solver.evaluate import Choice
from colonnade.strategy.solver.model import Aim, Model, Setting, build
from colonnade.strategy.solver.optimise import Decision, OutOfTime, cap_of, decide, outcome
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.program import Solution
from colonnade.strategy.solver.result import Verdict
from colonnade.strategy.solver.search import Search
from colonnade.strategy.solver.stages import solve_model
from colonnade.strategy.solver.windows import holding, improved


@dataclass(frozen=True)
class Replan:
    """A plan and what it comes to."""

    choice: Choice
    worth: float
    shortfall: float


@dataclass(frozen=True)
class Forced:
    """The best plan found that uses a given method.

    ``plan`` is None where none was found that comes as near to the targets; ``fits`` is False where it is
    proven that no plan within the limits can hold the method at all.
    """

    plan: Replan | None
    fits: bool


def with_more(decision: Decision, problem: Problem, search: Search) -> Replan | None:
    """Plan anew with the larger limits of ``problem``; None where nothing certain came of it."""
    if decision.small:
        return _wholly(problem, search)
    choice, cap = decision.choice, decision.most_shortfall
    if decision.verdict is Verdict.DOES_NOT_REACH:
        nearer = _improved(problem, Setting(aim=Aim.SHORTFALL, most_shortfall=cap), choice, search)
        if nearer is None:
            return None
        choice, cap = nearer.choice, cap_of(nearer.shortfall)
    return _improved(problem, Setting(most_shortfall=cap), choice, search)


def _improved(problem: Problem, setting: Setting, choice: Choice, search: Search) -> Replan | None:
    model = build(problem, setting)
    solution = improved(model, choice, search)
    return _replan(model, solution) if solution is not None else None


def _replan(model: Model, solution: Solution) -> Replan:
    choice = model.choice(solution.values)
    return Replan(choice, *outcome(model.problem, choice))


def _wholly(problem: Problem, search: Search) -> Replan | None:
    try:
        richer = decide(problem, search)
    except OutOfTime:
        return None
    return Replan(richer.choice, richer.worth, richer.shortfall)


def with_method(decision: Decision, work: int, block: int, search: Search) -> Forced:
    """Plan anew with the method ``work`` in at least one block (larger problems: in ``block``)."""
    model = build(decision.problem, Setting(most_shortfall=decision.most_shortfall, forced=work))
    if decision.small:
        solution = solve_model(model, search)
    else:
        solution = holding(model, decision.choice, block, search)
    if solution.found:
        return Forced(_replan(model, solution), fits=True)
    anyhow = build(decision.problem, Setting(most_shortfall=None, forced=work))
    return Forced(None, fits=not decision.small or solve_model(anyhow, search).found)
