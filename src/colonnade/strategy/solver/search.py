"""Solve a model: a small program of the promising levels first, the whole one where that is not enough.

The kernel (Angelelli, Mansini & Speranza, "Kernel search", Computers & OR 37, 2010) holds the levels that
the linear relaxation uses and those that it values next by reduced cost. The relaxation's objective bounds
the whole program, so a kernel solution close enough to it is proven good without ever searching the rest.

Searches end by nodes of the tree, which are the same on every machine; seconds are only the last resort.
"""

from dataclasses import dataclass, replace

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.model import Model
from colonnade.strategy.solver.program import Effort, Solution, State

SMALL = 150
"""Programs with no more binaries are solved as finely as the nodes allow."""

LARGE = 2400
"""Programs with more binaries are tried by their kernel first."""

KERNEL = 400
FINE_GAP = 1e-4


@dataclass(frozen=True, kw_only=True)
class Search:
    """How to search.

    Attributes:
        seed: of the search's random choices.
        seconds: wall time for each search.
        gap: relative distance from the bound at which to stop.
        nodes: of each tree; None searches on until the gap is reached.
    """

    seed: int
    seconds: float
    gap: float
    nodes: int | None = 200

    def share(self, part: float) -> "Search":
        """The same with a part of the time."""
        return replace(self, seconds=self.seconds * part)

    def effort(self, gap: float, *, target: float | None = None) -> Effort:
        """What HiGHS is told."""
        return Effort(seconds=self.seconds, gap=gap, nodes=self.nodes, target=target)


def is_small(model: Model) -> bool:
    """Whether a whole search of ``model`` takes little time."""
    return sum(model.program.integer) <= SMALL


def solve_model(model: Model, search: Search, *, start: Floats | None = None) -> Solution:
    """Return a solution; it is ``optimal`` where its distance from the bound is within ``search.gap``.

    ``start`` is a solution to begin from, where one is known.
    """
    if sum(model.program.integer) > LARGE:
        return _by_kernel(model, search, start)
    gap = min(search.gap, FINE_GAP) if is_small(model) else search.gap
    return judged(model.program.solve(search.effort(gap), seed=search.seed, start=start), search)


def judged(solution: Solution, search: Search) -> Solution:
    """Call a solution optimal by its own distance from the bound, however its search ended."""
    if not solution.found:
        return solution
    distance = solution.bound - solution.objective
    close = distance <= search.gap * abs(solution.objective) + 1e-9
    return replace(solution, state=State.OPTIMAL if close else State.FEASIBLE)


def _by_kernel(model: Model, search: Search, start: Floats | None) -> Solution:
    relaxed = model.program.relaxed().solve(search.share(0.3).effort(search.gap), seed=search.seed)
    if relaxed.state is State.INFEASIBLE:
        return relaxed
    if relaxed.state is not State.OPTIMAL:
        return judged(model.program.solve(search.effort(search.gap), seed=search.seed, start=start), search)
    kernel = _kernel(model, search.share(0.4), relaxed)
    if kernel.state is State.OPTIMAL:
        return kernel
    begin = kernel.values if kernel.found else start
    effort = search.share(0.3).effort(search.gap)
    whole = model.program.solve(effort, seed=search.seed, start=begin)
    return judged(_better(whole, kernel, bound=relaxed.objective), search)


def _kernel(model: Model, search: Search, relaxed: Solution) -> Solution:
    bound = relaxed.objective
    target = bound / (1 + search.gap) if bound > 0 else None
    program = model.program.without(_unpromising(model, relaxed))
    solution = program.solve(search.effort(search.gap / 10, target=target), seed=search.seed)
    if not solution.found:
        # The kernel may hold no solution where the whole program does.
        return replace(solution, state=State.UNKNOWN)
    return judged(replace(solution, bound=bound), search)


def _unpromising(model: Model, relaxed: Solution) -> list[int]:
    levels = np.array([column for work in model.levels for block in work for column in block.values()])
    used = relaxed.values[levels] > 1e-9
    promise = np.where(used, np.inf, relaxed.reduced_costs[levels])
    ranked = levels[np.argsort(-promise, kind="stable")]
    return [int(column) for column in ranked[max(KERNEL, int(used.sum())) :]]


def _better(whole: Solution, kernel: Solution, *, bound: float) -> Solution:
    if whole.state is State.INFEASIBLE and not kernel.found:
        return whole
    best = whole if whole.found and (not kernel.found or whole.objective >= kernel.objective) else kernel
    return replace(best, bound=min(bound, whole.bound) if whole.found else bound)
