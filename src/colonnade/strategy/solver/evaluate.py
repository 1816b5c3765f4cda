"""What a choice of levels brings and takes, for one set of effects or for thousands of draws."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from colonnade.strategy.document.vocabulary import PERIOD_DAYS, Per
from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.problem import Problem, Target, period_window


@dataclass(frozen=True)
class Choice:
    """Units by method and block, and the channels open by block."""

    units: NDArray[np.int64]
    open: NDArray[np.bool_]


@dataclass(frozen=True)
class Beliefs:
    """Effects per unit (terms x draws) and rates (flows x draws)."""

    effects: Floats
    rates: Floats


def mean_beliefs(problem: Problem) -> Beliefs:
    """Every effect and rate at its mean, as a single draw."""
    return Beliefs(
        effects=np.array([[term.belief.mean] for term in problem.terms]).reshape(len(problem.terms), 1),
        rates=np.array([[flow.belief.mean] for flow in problem.flows]).reshape(len(problem.flows), 1),
    )


def increments(problem: Problem, choice: Choice, beliefs: Beliefs) -> Floats:
    """Return goals x blocks x draws: what is added to each goal's KPI, towards its target."""
    draws = beliefs.effects.shape[1] if problem.terms else beliefs.rates.shape[1] if problem.flows else 1
    gained = np.zeros((len(problem.targets), problem.blocks, draws))
    for index, term in enumerate(problem.terms):
        per_unit = problem.units_to_increment(term) @ pace(problem, choice, term.work)
        gained[term.goal] += np.outer(per_unit, beliefs.effects[index])
    weeks = np.array(problem.block_weeks)[:, None]
    for index, flow in enumerate(problem.flows):
        sent = gained[flow.source] * beliefs.rates[index]
        if flow.capacity is not None:
            sent = np.minimum(sent, flow.capacity * weeks)
        gained[flow.target] += flow.delay @ sent
    return gained


def pace(problem: Problem, choice: Choice, work: int) -> Floats:
    """Return by block the weekly response of a method at the chosen levels, in units' worth of effect."""
    item = problem.works[work]
    return np.array(
        [
            dict(zip(levels.tolist(), responses, strict=True)).get(int(units), 0.0)
            for units, levels, responses in zip(
                choice.units[work], item.levels, item.pace_response, strict=True
            )
        ]
    )


def worth(problem: Problem, gained: Floats) -> Floats:
    """Return by draw the worth of ``gained`` over the horizon."""
    total = np.zeros(gained.shape[2])
    for target, by_block in zip(problem.targets, gained, strict=True):
        total += target.worth * (target.value_weights @ by_block)
    return total


def shortfall(problem: Problem, gained: Floats) -> Floats:
    """Return by draw the weighted sum of the missing shares of the targets."""
    total = np.zeros(gained.shape[2])
    for target, by_block in zip(problem.targets, gained, strict=True):
        missing = np.maximum(0.0, target.need - target.window @ by_block) / target.size
        total += target.goal.weight * np.where(missing > 1e-6, missing, 0.0)
    return total


def kpi(target: Target, by_block: Floats) -> Floats:
    """Return by draw the KPI on the day on which it is judged."""
    return _floored(target, target.drift + target.sign * (target.window @ by_block))


def kpi_path(problem: Problem, target: Target, by_block: Floats) -> list[float]:
    """Return the KPI at the end of each block, for one draw (blocks,)."""
    return [_kpi_at(problem, target, by_block, end) for end in block_ends(problem)]


def block_ends(problem: Problem) -> list[date]:
    """Return the last day of each block."""
    following = [*problem.starts[1:], date.fromordinal(problem.end.toordinal() + 1)]
    return [date.fromordinal(day.toordinal() - 1) for day in following]


def _kpi_at(problem: Problem, target: Target, by_block: Floats, day: date) -> float:
    goal = target.goal
    assert goal.kpi is not None
    assert goal.baseline is not None
    months = ((day - problem.starts[0]).days + 1) / PERIOD_DAYS[Per.MONTH]
    window = period_window(goal.kpi.per, problem.starts, problem.block_weeks, day)
    drift = goal.baseline + goal.trend_per_month * months
    return float(_floored(target, np.array(drift + target.sign * (window @ by_block))))


def _floored(target: Target, values: Floats) -> Floats:
    """A figure that is driven down stops at 0, unless it lay below 0 to begin with."""
    falls = target.sign < 0 and (target.goal.baseline or 0) >= 0 and (target.goal.target or 0) >= 0
    floored: Floats = np.maximum(values, 0.0) if falls else values
    return floored


def hours_used(problem: Problem, choice: Choice) -> Floats:
    """Return roles x blocks: hours of the work, its replies, and the channels' upkeep and start."""
    work = np.array([item.hours for item in problem.works]).T @ choice.units
    opened = choice.open.astype(np.float64)
    upkeep = problem.channel_hours.T @ opened * np.array(problem.block_weeks)
    used: Floats = work + upkeep + problem.setup_hours.T @ starts(problem, choice)
    return used


def starts(problem: Problem, choice: Choice) -> Floats:
    """Return channels x blocks: 1 where a channel is opened that was not open before."""
    before = np.column_stack(
        [np.array([channel.open for channel in problem.channels], dtype=bool), choice.open[:, :-1]]
    )
    started: Floats = (choice.open & ~before).astype(np.float64)
    return started


def money_used(problem: Problem, choice: Choice) -> Floats:
    """Return by month the money spent; a block's money is spread evenly over its days."""
    cost = np.array([item.cost for item in problem.works])
    used: Floats = cost @ choice.units @ problem.month_share
    return used


def within_limits(problem: Problem, choice: Choice) -> bool:
    """Whether hours and money stay within their limits (to a millionth)."""
    hours = hours_used(problem, choice) <= problem.hours_limit * (1 + 1e-6) + 1e-6
    money = money_used(problem, choice) <= problem.money_limit * (1 + 1e-6) + 1e-6
    return bool(hours.all() and money.all())
