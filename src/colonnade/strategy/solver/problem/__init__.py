"""The document as numbers: what the optimiser, the draws and the explanations all read.

Time is cut into blocks of four weeks (the last may be shorter). Effort levels are whole units per block.
"""

from colonnade.strategy.solver.problem.calendar import BLOCK_WEEKS, period_window
from colonnade.strategy.solver.problem.entities import FlowTerm, Problem, Target, Term, Work
from colonnade.strategy.solver.problem.reading import problem_of
from colonnade.strategy.solver.readiness import NotReady, Reason

__all__ = [
    "BLOCK_WEEKS",
    "FlowTerm",
    "NotReady",
    "Problem",
    "Reason",
    "Target",
    "Term",
    "Work",
    "period_window",
    "problem_of",
]
