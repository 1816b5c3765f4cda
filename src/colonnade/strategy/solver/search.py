"""How hard to search, and when a solution counts as proven.

Searches end by nodes of the tree, which are the same on every machine; seconds are only the last resort.
"""

from dataclasses import dataclass, replace

from colonnade.strategy.solver.model import Model
from colonnade.strategy.solver.program import Effort, Solution, State

SMALL = 150
"""Programs with no more binaries are solved at once, as finely as the nodes allow."""

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


def judged(solution: Solution, search: Search) -> Solution:
    """Call a solution optimal by its own distance from the bound, however its search ended."""
    if not solution.found:
        return solution
    distance = solution.bound - solution.objective
    close = distance <= search.gap * abs(solution.objective) + 1e-9
    return replace(solution, state=State.OPTIMAL if close else State.FEASIBLE)
