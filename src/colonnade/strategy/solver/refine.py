"""From blocks to weeks: when to bring each unit out, so that every week carries about the same load."""

import numpy as np
from numpy.typing import NDArray

from colonnade.strategy.solver.evaluate import Choice
from colonnade.strategy.solver.problem import Problem

Ints = NDArray[np.int64]


def by_week(problem: Problem, choice: Choice) -> Ints:
    """Return methods x weeks: the units of each block spread over its weeks.

    A method's units lie as evenly as whole numbers allow. Which week gets the odd unit is decided method by
    method,
    the heaviest first, so that the fullest week stays as light as it can: the hours are made in the block
    in any case, this only says when they show.
    """
    weeks = np.zeros((len(problem.works), sum(problem.block_weeks)), dtype=np.int64)
    first = 0
    for block, length in enumerate(problem.block_weeks):
        weeks[:, first : first + length] = _spread(problem, choice.units[:, block], length)
        first += length
    return weeks


def _spread(problem: Problem, units: Ints, length: int) -> Ints:
    loads = np.array([work.hours.sum() + 1e-6 for work in problem.works])
    ids = [work.method.id for work in problem.works]
    placed = np.zeros((len(units), length), dtype=np.int64)
    for index in sorted(range(len(units)), key=lambda index: (-loads[index] * units[index], ids[index])):
        present = loads @ placed
        options = [_even(int(units[index]), length, shift) for shift in range(length)]
        peaks = [float((present + loads[index] * option).max()) for option in options]
        placed[index] = options[int(np.argmin(np.round(peaks, 9)))]
    return placed


def _even(units: int, length: int, shift: int) -> Ints:
    """Return ``units`` spread evenly over ``length`` weeks, the pattern turned by ``shift`` weeks."""
    edges = np.floor(np.arange(length + 1) * units / length + 1e-9).astype(np.int64)
    return np.roll(np.diff(edges), shift)
