"""New plans that explain the first one: with a little more of a resource, or with a method forced in.

Small problems are planned wholly anew. For larger ones the first plan is improved block by block, which
gives a plan that can be had, and so the least that a resource is worth and the most that a method costs.
"""

from dataclasses import dataclass

from colonnade.strategy.solver.evaluate import Choice
from colonnade.strategy.solver.model import Aim, Setting, build
from colonnade.strategy.solver.optimise import Decision, OutOfTime, cap_of, decide, outcome
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.result import Verdict
from colonnade.strategy.solver.search import Search, solve_model
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
    setting = Setting(most_shortfall=decision.most_shortfall)
    choice: Choice | None = decision.choice
    if decision.verdict is Verdict.DOES_NOT_REACH and choice is not None:
        nearer = Setting(aim=Aim.SHORTFALL, most_shortfall=decision.most_shortfall)
        choice = improved(problem, nearer, choice, search)
        missing = outcome(problem, choice)[1] if choice else decision.shortfall
        setting = Setting(most_shortfall=cap_of(missing))
    choice = improved(problem, setting, choice, search) if choice else None
    return Replan(choice, *outcome(problem, choice)) if choice else None


def _wholly(problem: Problem, search: Search) -> Replan | None:
    try:
        richer = decide(problem, search)
    except OutOfTime:
        return None
    return Replan(richer.choice, richer.worth, richer.shortfall)


def with_method(decision: Decision, work: int, block: int, search: Search) -> Forced:
    """Plan anew with the method ``work`` in at least one block (larger problems: in ``block``)."""
    problem = decision.problem
    setting = Setting(most_shortfall=decision.most_shortfall, forced=work)
    if decision.small:
        model = build(problem, setting)
        solution = solve_model(model, search)
        choice = model.choice(solution.values) if solution.found else None
    else:
        choice = holding(problem, setting, decision.choice, search, block)
    if choice is not None:
        return Forced(Replan(choice, *outcome(problem, choice)), fits=True)
    anyhow = build(problem, Setting(most_shortfall=None, forced=work))
    return Forced(None, fits=not decision.small or solve_model(anyhow, search).found)
