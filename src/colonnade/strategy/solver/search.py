"""Solve a model: a small program of the promising levels first, the whole one where that is not enough.

The kernel (Angelelli, Mansini & Speranza, "Kernel search", Computers & OR 37, 2010) holds the levels that
the linear relaxation uses and those that it values next by reduced cost. The relaxation's objective bounds
the whole program, so a kernel solution close enough to it is proven good without ever searching the rest.
"""

from dataclasses import dataclass, replace

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.model import Model
from colonnade.strategy.solver.program import Effort, Solution, State

KERNEL = 400
POLISH_GAP = 1e-4
POLISH_NODES = 300
POLISH_BINARIES = 2400
"""Programs with more binaries use the kernel and are not polished: they end at the gap that was asked for."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """How to search: seed, seconds (wall) for the whole decision, and relative gap."""

    seed: int
    seconds: float
    gap: float

    def share(self, part: float) -> "Search":
        """The same with a part of the time."""
        return replace(self, seconds=self.seconds * part)

    def polish(self) -> Effort:
        """A closer look, limited by nodes so that it ends at the same place on every machine."""
        return Effort(seconds=self.seconds, gap=min(self.gap, POLISH_GAP), nodes=POLISH_NODES)


def solve_model(model: Model, search: Search, *, start: Floats | None = None) -> Solution:
    """Return a solution within the gap where time allows; small programs are polished beyond it."""
    if sum(model.program.integer) > POLISH_BINARIES:
        return _by_kernel(model, search)
    first = model.program.solve(_effort(search), seed=search.seed, start=start)
    if not first.found or search.gap <= POLISH_GAP:
        return first
    closer = model.program.solve(search.polish(), seed=search.seed, start=first.values)
    return _better(first, closer)


def _effort(search: Search, *, part: float = 1.0) -> Effort:
    return Effort(seconds=search.seconds * part, gap=search.gap)


def _by_kernel(model: Model, search: Search) -> Solution:
    relaxed = model.program.relaxed().solve(_effort(search, part=0.3), seed=search.seed)
    if relaxed.state is not State.OPTIMAL:
        # Infeasible even without integers, or too slow: the plain search says which.
        return model.program.solve(_effort(search), seed=search.seed)
    effort = Effort(
        seconds=search.seconds * 0.4, gap=search.gap / 10, target=_good_enough(relaxed.objective, search.gap)
    )
    kernel = model.program.without(_unpromising(model, relaxed)).solve(effort, seed=search.seed)
    if kernel.found and _gap(kernel.objective, relaxed.objective) <= search.gap:
        return replace(kernel, bound=relaxed.objective, state=State.OPTIMAL)
    start = kernel.values if kernel.found else None
    whole = model.program.solve(_effort(search, part=0.3), seed=search.seed, start=start)
    whole = replace(whole, bound=min(whole.bound, relaxed.objective))
    if not kernel.found or whole.state is State.INFEASIBLE:
        return whole
    return _better(replace(kernel, bound=relaxed.objective, state=State.FEASIBLE), whole)


def _good_enough(bound: float, gap: float) -> float | None:
    return bound / (1 + gap) if bound > 0 else None


def _gap(objective: float, bound: float) -> float:
    return (bound - objective) / max(abs(objective), 1e-9)


def _unpromising(model: Model, relaxed: Solution) -> list[int]:
    levels = np.array([column for work in model.levels for block in work for column in block.values()])
    used = relaxed.values[levels] > 1e-9
    promise = np.where(used, np.inf, relaxed.reduced_costs[levels])
    ranked = levels[np.argsort(-promise, kind="stable")]
    return [int(column) for column in ranked[max(KERNEL, int(used.sum())) :]]


def _better(first: Solution, second: Solution) -> Solution:
    """Return the better of two solutions of one program, with the stronger of their bounds."""
    if not second.found:
        return first
    best = second if second.objective >= first.objective else first
    proven = State.OPTIMAL in {first.state, second.state}
    return replace(
        best,
        bound=min(first.bound, second.bound),
        state=State.OPTIMAL if proven else State.FEASIBLE,
    )
