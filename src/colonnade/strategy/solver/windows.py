"""Improve a plan block by block: all stays as it is but one block, which is planned anew; then the next.

Each step is a small program, so that plans near a known one are found in a fraction of the time of a whole
search. What they give is a real plan, and so a proof that as much can be had; they do not prove that more
cannot.
"""

from colonnade.strategy.solver.evaluate import Choice
from colonnade.strategy.solver.model import Model
from colonnade.strategy.solver.program import Effort, Solution
from colonnade.strategy.solver.search import FINE_GAP, Search

NODES = 40


def improved(model: Model, choice: Choice, search: Search) -> Solution | None:
    """Return the best solution found by one round of planning each block anew, beginning from ``choice``.

    Its bound is that of the last block alone. None where no block can be planned so that the model holds.
    """
    best = None
    for block in range(model.problem.blocks):
        solved = holding(model, choice, block, search)
        if solved.found and (best is None or solved.objective >= best.objective):
            best, choice = solved, model.choice(solved.values)
    return best


def holding(model: Model, choice: Choice, free: int, search: Search) -> Solution:
    """Return the best solution that differs from ``choice`` in one block; channels may follow."""
    held = {
        column: float(units == choice.units[work, block])
        for work, blocks in enumerate(model.levels)
        for block, columns in enumerate(blocks)
        if block != free
        for units, column in columns.items()
    }
    effort = Effort(seconds=search.seconds, gap=min(search.gap, FINE_GAP), nodes=NODES)
    return model.program.holding(held).solve(effort, seed=search.seed)
