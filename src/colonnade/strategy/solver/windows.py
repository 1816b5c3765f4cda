"""Improve a plan block by block: all stays as it is but one block, which is planned anew; then the next.

Each step is a small program, so that plans near a known one are found in a fraction of the time of a whole
search. What they give is a real plan, and so a proof that as much can be had; they do not prove that more
cannot.
"""

from colonnade.strategy.solver.evaluate import Choice
from colonnade.strategy.solver.model import Model, Setting, build
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.program import Effort, Program
from colonnade.strategy.solver.search import FINE_GAP, Search

NODES = 40


def improved(problem: Problem, setting: Setting, choice: Choice, search: Search) -> Choice | None:
    """Return the best plan found by one round of planning each block anew, beginning from ``choice``.

    None where no block can be planned so that ``setting`` holds.
    """
    model = build(problem, setting)
    found = False
    for block in range(problem.blocks):
        solved = _around(model, choice, block).solve(_effort(search), seed=search.seed)
        if solved.found:
            choice, found = model.choice(solved.values), True
    return choice if found else None


def holding(problem: Problem, setting: Setting, choice: Choice, search: Search, block: int) -> Choice | None:
    """Return the best plan of ``setting`` that differs from ``choice`` in one block; None: there is none."""
    model = build(problem, setting)
    solved = _around(model, choice, block).solve(_effort(search), seed=search.seed)
    return model.choice(solved.values) if solved.found else None


def _effort(search: Search) -> Effort:
    return Effort(seconds=search.seconds, gap=min(search.gap, FINE_GAP), nodes=NODES)


def _around(model: Model, choice: Choice, free: int) -> Program:
    """Hold the levels of every block but one; channels may follow."""
    held = {
        column: float(units == choice.units[work, block])
        for work, blocks in enumerate(model.levels)
        for block, columns in enumerate(blocks)
        if block != free
        for units, column in columns.items()
    }
    return model.program.holding(held)
