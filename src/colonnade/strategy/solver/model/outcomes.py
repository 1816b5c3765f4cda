"""What the decisions bring: increments tied to levels and flows, and targets tied to increments."""

import math

from colonnade.strategy.solver.model.columns import Columns
from colonnade.strategy.solver.model.draft import Draft
from colonnade.strategy.solver.model.setting import Aim
from colonnade.strategy.solver.problem import Term

BIG = 1e-7
Row = tuple[list[int], list[float]]
"""Columns and their factors."""


def add_outcome_rows(draft: Draft, places: Columns) -> None:
    """Tie increments to levels and flows, and targets to increments."""
    gains = [_gain_columns(draft, goal) for goal in range(len(draft.problem.targets))]
    entries: list[list[Row]] = [[([column], [-1.0]) for column in columns] for columns in gains]
    for term in draft.problem.terms:
        _add_term(draft, places, term, entries[term.goal])
    for index in range(len(draft.problem.flows)):
        _add_flow(draft, index, gains, entries)
    for rows in entries:
        for columns, factors in rows:
            draft.program.row(columns, factors, lower=0.0, upper=0.0)
    _target_rows(draft, gains)


def _gain_columns(draft: Draft, goal: int) -> list[int]:
    target = draft.problem.targets[goal]
    worth = target.worth * draft.scale[goal] / draft.worth_scale
    counted = draft.setting.aim is Aim.WORTH
    return [
        draft.program.column(cost=float(worth * weight) if counted else 0.0)
        for weight in target.value_weights
    ]


def _add_term(draft: Draft, places: Columns, term: Term, rows: list[Row]) -> None:
    work = draft.problem.works[term.work]
    matrix = draft.problem.units_to_increment(term) * (term.belief.mean / draft.scale[term.goal])
    for made_in in range(draft.problem.blocks):
        paces = dict(zip(work.levels[made_in].tolist(), work.pace_response[made_in], strict=True))
        for falls_in in range(made_in, draft.problem.blocks):
            columns, factors = rows[falls_in]
            for units, column in places.levels[term.work][made_in].items():
                columns.append(column)
                factors.append(float(matrix[falls_in, made_in] * paces[units]))


def _add_flow(draft: Draft, index: int, gains: list[list[int]], entries: list[list[Row]]) -> None:
    flow = draft.problem.flows[index]
    scale = draft.scale[flow.target]
    ratio = float(flow.belief.mean * draft.scale[flow.source] / scale)
    sent = []
    for block, weeks in enumerate(draft.problem.block_weeks):
        most = math.inf if flow.capacity is None else flow.capacity * weeks / scale
        column = draft.program.column(upper=float(most))
        draft.program.row([column, gains[flow.source][block]], [1.0, -ratio], upper=0.0)
        sent.append(column)
    for block, (columns, factors) in enumerate(entries[flow.target]):
        columns += sent
        factors += [float(share) for share in flow.delay[block]]


def _target_rows(draft: Draft, gains: list[list[int]]) -> None:
    if draft.setting.most_shortfall is None:
        return
    misses, weights = [], []
    for goal, target in enumerate(draft.problem.targets):
        if target.need <= 0:
            continue
        weight = target.goal.weight
        miss = draft.program.column(
            upper=0.0 if draft.setting.most_shortfall == 0 else math.inf,
            cost=-weight if draft.setting.aim is Aim.SHORTFALL else 0.0,
        )
        by = max(target.need, float(draft.scale[goal]) * BIG)
        draft.program.row(
            [*gains[goal], miss],
            [*(target.window * (draft.scale[goal] / by)), target.size / by],
            lower=target.need / by,
        )
        misses.append(miss)
        weights.append(weight)
    if misses and 0 < draft.setting.most_shortfall < math.inf:
        draft.program.row(misses, weights, upper=draft.setting.most_shortfall)
