"""A mixed-integer linear program and its solution by HiGHS, on one thread and with a fixed seed.

HiGHS: Huangfu & Hall, "Parallelizing the dual revised simplex method", Math. Prog. Comp. 10 (2018).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class State(StrEnum):
    """How a solve ended: ``feasible`` and ``unknown`` are cut short with and without a solution."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Effort:
    """How hard to try: seconds (wall), relative gap, and nodes of the search tree (the same everywhere).

    ``target`` ends the search as soon as a solution is at least as good.
    """

    seconds: float
    gap: float
    nodes: int | None = None
    target: float | None = None


@dataclass(frozen=True)
class Solution:
    """Values by column, objective and the proven bound on it.

    A program without integers also has ``duals`` by row and ``reduced_costs`` by column.
    """

    state: State
    values: Floats
    objective: float
    bound: float
    duals: Floats
    reduced_costs: Floats

    @property
    def found(self) -> bool:
        """Whether there is a solution at all."""
        return self.state in {State.OPTIMAL, State.FEASIBLE}


@dataclass
class Program:
    """Maximise cost over columns within bounds and rows; built by appending."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    row_starts: list[int] = field(default_factory=lambda: [0])
    entry_columns: list[int] = field(default_factory=list)
    entry_factors: list[float] = field(default_factory=list)

    def column(
        self, *, lower: float = 0.0, upper: float = math.inf, cost: float = 0.0, integer: bool = False
    ) -> int:
        """Add a column and return its index."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(cost)
        self.integer.append(integer)
        return len(self.lower) - 1

    def row(
        self,
        columns: Sequence[int],
        factors: Sequence[float] | Floats,
        *,
        lower: float = -math.inf,
        upper: float = math.inf,
    ) -> int:
        """Add ``lower <= sum factors * columns <= upper`` and return its index; zero factors are dropped."""
        for column, factor in zip(columns, factors, strict=True):
            if factor:
                self.entry_columns.append(column)
                self.entry_factors.append(float(factor))
        self.row_starts.append(len(self.entry_columns))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def relaxed(self) -> "Program":
        """Return the same program with every integer column made continuous."""
        return replace(self, integer=[False] * len(self.integer))

    def holding(self, values: Mapping[int, float]) -> "Program":
        """Return the same program with some columns held at a value."""
        lower, upper = list(self.lower), list(self.upper)
        for column, value in values.items():
            lower[column] = upper[column] = value
        return replace(self, lower=lower, upper=upper)

    def solve(self, effort: Effort, *, seed: int = 0, start: Floats | None = None) -> Solution:
        """Maximise; ``start`` is a known solution to begin from (any that does not fit is ignored)."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
        _set_options(solver, effort, seed)
        solver.passModel(self._as_highs())
        if start is not None and len(start) == len(self.lower):
            known = highspy.HighsSolution()
            known.col_value = [float(value) for value in start]
            solver.setSolution(known)
        solver.run()
        return _solution(solver, with_duals=not any(self.integer))

    def _as_highs(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_ = len(self.lower)
        lp.num_row_ = len(self.row_lower)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.array(self.cost, dtype=np.float64)
        lp.col_lower_ = np.array(self.lower, dtype=np.float64)
        lp.col_upper_ = np.array(self.upper, dtype=np.float64)
        lp.row_lower_ = np.array(self.row_lower, dtype=np.float64)
        lp.row_upper_ = np.array(self.row_upper, dtype=np.float64)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_ = lp.num_col_
        lp.a_matrix_.num_row_ = lp.num_row_
        lp.a_matrix_.start_ = np.array(self.row_starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self.entry_columns, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self.entry_factors, dtype=np.float64)
        if any(self.integer):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[whole] for whole in self.integer]
        return lp


def _set_options(solver: highspy.Highs, effort: Effort, seed: int) -> None:
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": seed % 2**31,
        "time_limit": effort.seconds,
        "mip_rel_gap": effort.gap,
        "mip_abs_gap": 1e-9,
        "mip_feasibility_tolerance": 1e-7,
        "primal_feasibility_tolerance": 1e-8,
    }
    if effort.nodes is not None:
        options["mip_max_nodes"] = effort.nodes
    if effort.target is not None:
        options["objective_target"] = effort.target
    for name, value in options.items():
        solver.setOptionValue(name, value)


def _solution(solver: highspy.Highs, *, with_duals: bool) -> Solution:
    status = solver.getModelStatus()
    info = solver.getInfo()
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        state = State.INFEASIBLE
    elif status == highspy.HighsModelStatus.kOptimal:
        state = State.OPTIMAL
    else:
        state = State.FEASIBLE if has_values else State.UNKNOWN
    solution = solver.getSolution()
    return Solution(
        state=state,
        values=np.array(solution.col_value, dtype=np.float64),
        objective=info.objective_function_value,
        bound=info.objective_function_value if with_duals else info.mip_dual_bound,
        duals=np.array(solution.row_dual if with_duals else [], dtype=np.float64),
        reduced_costs=np.array(solution.col_dual if with_duals else [], dtype=np.float64),
    )
