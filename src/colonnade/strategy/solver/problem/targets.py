"""Goals as numbers: how far there is to go, when it is judged, and what a unit is worth."""

from datetime import date, timedelta

import numpy as np

from colonnade.strategy.document.model import Goal, Strategy
from colonnade.strategy.document.vocabulary import PERIOD_DAYS, Per
from colonnade.strategy.solver.problem.calendar import period_window
from colonnade.strategy.solver.problem.entities import Target

POINTS = 100.0
"""What closing a goal's whole gap is worth where no goal has a value in money."""


def targets_of(strategy: Strategy, starts: tuple[date, ...], block_weeks: tuple[int, ...]) -> list[Target]:
    """Return every goal as numbers, in the order of the document."""
    days = 7 * sum(block_weeks)
    valued = [
        goal.value_per_unit * _size(goal) * _periods(goal, days)
        for goal in strategy.goals
        if goal.value_per_unit
    ]
    gap_worth = float(np.mean(valued)) if valued else POINTS
    return [_target(goal, starts, block_weeks, gap_worth) for goal in strategy.goals]


def _target(goal: Goal, starts: tuple[date, ...], block_weeks: tuple[int, ...], gap_worth: float) -> Target:
    assert goal.kpi is not None
    assert goal.baseline is not None
    assert goal.target is not None
    assert goal.deadline is not None
    days = 7 * sum(block_weeks)
    judged_on = min(goal.deadline, starts[0] + timedelta(days=days - 1))
    sign = 1.0 if goal.target >= goal.baseline else -1.0
    months = ((judged_on - starts[0]).days + 1) / PERIOD_DAYS[Per.MONTH]
    drift = goal.baseline + goal.trend_per_month * months
    level = goal.kpi.per is Per.LEVEL
    worth = goal.value_per_unit
    if worth is None:
        # A goal without a value is worth, when its gap is closed, as much as the mean of those with one.
        worth = gap_worth / (_size(goal) * _periods(goal, days))
    weeks = np.array(block_weeks, dtype=np.float64)
    return Target(
        goal=goal,
        sign=sign,
        judged_on=judged_on,
        drift=drift,
        need=sign * (goal.target - drift),
        size=_size(goal),
        window=period_window(goal.kpi.per, starts, block_weeks, judged_on),
        value_weights=weeks / weeks.sum() if level else np.ones(len(weeks)),
        worth=worth * goal.weight,
        level=level,
    )


def _size(goal: Goal) -> float:
    assert goal.target is not None
    assert goal.baseline is not None
    return abs(goal.target - goal.baseline) or max(abs(goal.target), 1.0)


def _periods(goal: Goal, days: int) -> float:
    """How many KPI units one unit of the KPI, kept over the horizon, adds up to."""
    assert goal.kpi is not None
    period = PERIOD_DAYS.get(goal.kpi.per)
    return days / period if period else 1.0
