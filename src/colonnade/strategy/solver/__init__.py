"""The solver: the most that the goals can get from the methods within the hours and the money."""

from colonnade.strategy.solver.optimise import OutOfTime
from colonnade.strategy.solver.readiness import NotReady, Reason
from colonnade.strategy.solver.result import Plan, Proof, Verdict
from colonnade.strategy.solver.solve import solve

__all__ = ["NotReady", "OutOfTime", "Plan", "Proof", "Reason", "Verdict", "solve"]
