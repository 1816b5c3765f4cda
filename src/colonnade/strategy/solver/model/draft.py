"""What every part of the program is built from, and the scales that keep its figures near 1."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.model.setting import Setting
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.program import Program

POTENTIAL = 1000.0
"""The objective if everything possible could be done at once."""

Levels = tuple[tuple[dict[int, int], ...], ...]
"""By method and block: the column of each number of units."""


@dataclass(frozen=True)
class Draft:
    """A program under construction: columns and rows are added to ``program``."""

    problem: Problem
    setting: Setting
    program: Program = field(default_factory=Program)

    @cached_property
    def scale(self) -> Floats:
        """By goal, the increment that counts as 1."""
        return potential(self.problem)

    @cached_property
    def worth_scale(self) -> float:
        """The worth of one unit of the objective of ``Aim.WORTH``."""
        worths = np.array([target.worth for target in self.problem.targets]) * self.scale
        return float(worths.sum()) / POTENTIAL or 1.0


def potential(problem: Problem) -> Floats:
    """Return by goal the most that it could gain with every method at its most (1 where it gains nothing)."""
    most = np.zeros(len(problem.targets))
    for term in problem.terms:
        work = problem.works[term.work]
        per_block = np.array([max(pace, default=0.0) for pace in work.pace_response])
        increments = problem.units_to_increment(term) @ per_block * term.belief.mean
        most[term.goal] += increments.max() if problem.targets[term.goal].level else increments.sum()
    for flow in problem.flows:
        most[flow.target] += most[flow.source] * flow.belief.mean
    return np.where(most > 0, most, 1.0)
