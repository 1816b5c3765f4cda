"""Solve a model: which channels are open, then how much of what, then, if need be, both together.

1. *Channels*: levels may be fractions, only the open channels are whole. This small tree gives the channels,
   and its bound holds for the whole program, which it relaxes. It is much tighter than the linear
   relaxation's, which opens a third of a channel for a third of its upkeep.
2. *Kernel* (Angelelli, Mansini & Speranza, "Kernel search", Computers & OR 37, 2010): with those channels,
   only the levels that the relaxation uses and those that it values next by reduced cost. A solution close
   enough to the first bound is proven good without ever searching the rest.
3. *Whole*: everything, from what was found.

Searches end by nodes of the tree, which are the same on every machine; seconds are only the last resort.
"""

from dataclasses import dataclass, replace

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.model import Model
from colonnade.strategy.solver.program import Effort, Solution, State

SMALL = 150
"""Programs with no more binaries are solved at once, as finely as the nodes allow."""

KERNEL = 400
CHANNEL_GAP = 5e-4
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
    if is_small(model):
        effort = search.effort(min(search.gap, FINE_GAP))
        return judged(model.program.solve(effort, seed=search.seed, start=start), search)
    channels = _channels(model, search.share(0.3))
    if channels.state is State.INFEASIBLE:
        return channels
    kernel = _kernel(model, search.share(0.3), channels) if channels.found else channels
    if kernel.state is State.OPTIMAL:
        return kernel
    begin = kernel.values if kernel.found else start
    whole = model.program.solve(search.share(0.4).effort(search.gap), seed=search.seed, start=begin)
    return judged(_better(whole, kernel, bound=channels.bound), search)


def judged(solution: Solution, search: Search) -> Solution:
    """Call a solution optimal by its own distance from the bound, however its search ended."""
    if not solution.found:
        return solution
    distance = solution.bound - solution.objective
    close = distance <= search.gap * abs(solution.objective) + 1e-9
    return replace(solution, state=State.OPTIMAL if close else State.FEASIBLE)


def _channels(model: Model, search: Search) -> Solution:
    """Return the best choice of channels with levels in fractions, and the bound that it sets."""
    whole = {column for channel in model.open for column in channel}
    integer = [column in whole for column in range(len(model.program.integer))]
    relaxed = replace(model.program, integer=integer)
    return relaxed.solve(search.effort(CHANNEL_GAP), seed=search.seed)


def _kernel(model: Model, search: Search, channels: Solution) -> Solution:
    """Return the best levels found in these channels; unknown where none are found in them."""
    bound = channels.bound
    target = bound / (1 + search.gap) if bound > 0 else None
    held = model.program.holding(
        {column: float(channels.values[column] > 0.5) for row in model.open for column in row}
    )
    relaxed = held.relaxed().solve(search.effort(search.gap), seed=search.seed)
    if relaxed.state is not State.OPTIMAL:
        return replace(relaxed, state=State.UNKNOWN)
    program = held.holding(dict.fromkeys(_unpromising(model, relaxed), 0.0))
    solution = program.solve(search.effort(search.gap / 10, target=target), seed=search.seed)
    if not solution.found:
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
