"""Solve a model in stages, each begun from what the one before it found; the first proof ends them.

1. *Channels*: levels may be fractions, only the open channels are whole. This small tree gives the channels,
   and its bound holds for the whole program, which it relaxes. It is much tighter than the linear
   relaxation's, which opens a third of a channel for a third of its upkeep.
2. *Kernel* (Angelelli, Mansini & Speranza, "Kernel search", Computers & OR 37, 2010): with those channels,
   only the levels that the relaxation uses and those that it values next by reduced cost.
3. *Windows*: each block planned anew while the others stay.
4. *Whole*: everything, and the windows once more.
"""

from dataclasses import replace

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.model import Model
from colonnade.strategy.solver.program import Solution, State
from colonnade.strategy.solver.search import FINE_GAP, Search, is_small, judged
from colonnade.strategy.solver.windows import improved

KERNEL = 400
ROUNDS = 3
STEP = 1e-6
"""A round of windows that brings relatively less was the last."""


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
    known = _polished(model, _kernel(model, search.share(0.3), channels), search)
    if known.state is State.OPTIMAL:
        return known
    begin = known.values if known.found else start
    whole = model.program.solve(search.share(0.4).effort(search.gap), seed=search.seed, start=begin)
    return _polished(model, judged(_better(whole, known, bound=channels.bound), search), search)


def _channels(model: Model, search: Search) -> Solution:
    """Return the best choice of channels with levels in fractions, and the bound that it sets."""
    whole = {column for channel in model.open for column in channel}
    integer = [column in whole for column in range(len(model.program.integer))]
    relaxed = replace(model.program, integer=integer)
    return relaxed.solve(search.effort(search.gap / 10), seed=search.seed)


def _kernel(model: Model, search: Search, channels: Solution) -> Solution:
    """Return the best levels found in these channels; unknown where none are found in them."""
    if not channels.found:
        return channels
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


def _polished(model: Model, solution: Solution, search: Search) -> Solution:
    """Improve by windows what is not proven (a search cut short leaves odd blocks behind); keep its bound."""
    for _ in range(ROUNDS):
        if solution.state is not State.FEASIBLE:
            break
        better = improved(model, model.choice(solution.values), search)
        if better is None or better.objective <= solution.objective + STEP * abs(solution.objective):
            break
        solution = judged(replace(better, bound=solution.bound), search)
    return solution


def _better(whole: Solution, known: Solution, *, bound: float) -> Solution:
    if whole.state is State.INFEASIBLE and not known.found:
        return whole
    best = whole if whole.found and (not known.found or whole.objective >= known.objective) else known
    return replace(best, bound=min(bound, whole.bound) if whole.found else bound)
