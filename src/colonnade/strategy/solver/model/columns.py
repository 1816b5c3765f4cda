"""What is decided: levels, open channels, and the extras of a remedy."""

import math
from dataclasses import dataclass

from colonnade.strategy.solver.model.draft import Draft, Levels
from colonnade.strategy.solver.model.setting import Aim
from colonnade.strategy.solver.problem import Problem, Work

THRIFT = 1e-4
"""Tie-breaker: doing everything at its most costs this much of the potential, so idle work is not planned."""

HOPELESS_HOURS = 1e7


@dataclass(frozen=True)
class Columns:
    """Where each decision stands in the program; ``open`` and ``start`` are channels x blocks."""

    levels: Levels
    open: tuple[tuple[int, ...], ...]
    start: tuple[tuple[int, ...], ...]
    more_people: tuple[int, ...]
    more_money: int


def add_columns(draft: Draft) -> Columns:
    """Add every decision to the program."""
    everything = _everything(draft.problem)
    levels = tuple(_work_columns(draft, index, everything) for index in range(len(draft.problem.works)))
    opened, started = _channel_columns(draft)
    return Columns(
        levels=levels,
        open=opened,
        start=started,
        more_people=tuple(_extra_person(draft, role) for role in range(len(draft.problem.roles))),
        more_money=_extra_money(draft),
    )


def _work_columns(draft: Draft, index: int, everything: tuple[float, float]) -> tuple[dict[int, int], ...]:
    work = draft.problem.works[index]
    wanted = work.required or index == draft.setting.forced or _brings_something(draft.problem, index)
    thrifty = draft.setting.aim is Aim.WORTH
    return tuple(
        {
            int(units): draft.program.column(
                upper=1.0, integer=True, cost=-_thrift(work, int(units), everything) if thrifty else 0.0
            )
            for units in work.levels[block]
            if wanted and _possible(draft, work, int(units), block)
        }
        for block in range(draft.problem.blocks)
    )


def _brings_something(problem: Problem, index: int) -> bool:
    return any(term.work == index and term.belief.mean > 0 for term in problem.terms)


def _thrift(work: Work, units: int, everything: tuple[float, float]) -> float:
    hours, cost = everything
    share = work.hours.sum() * units / hours + work.cost * units / cost
    return float(THRIFT * share / 2)


def _everything(problem: Problem) -> tuple[float, float]:
    """Hours and money of every method at its most (1 where there are none: shares stay defined)."""
    most = [sum(max(levels, default=0) for levels in work.levels) for work in problem.works]
    hours = sum(float(work.hours.sum()) * n for work, n in zip(problem.works, most, strict=True))
    cost = sum(work.cost * n for work, n in zip(problem.works, most, strict=True))
    return float(hours) or 1.0, float(cost) or 1.0


def _possible(draft: Draft, work: Work, units: int, block: int) -> bool:
    """Whether the level alone fits; where it need not, whether it is not beyond all reason."""
    problem = draft.problem
    hours = work.hours * units
    if draft.setting.keeps_levels:
        lowest = units == work.levels[block][0]
        return lowest or bool((hours <= HOPELESS_HOURS).all())
    paid = work.cost * units * problem.month_share[block]
    fits_hours = hours <= problem.hours_limit[:, block] * (1 + 1e-9)
    return bool(fits_hours.all() and (paid <= problem.money_limit * (1 + 1e-9)).all())


def _channel_columns(draft: Draft) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
    opened, started = [], []
    for channel in range(len(draft.problem.channels)):
        bounds = [_open_bounds(draft, channel, block) for block in range(draft.problem.blocks)]
        opened.append(
            tuple(draft.program.column(lower=low, upper=high, integer=True) for low, high in bounds)
        )
        started.append(tuple(draft.program.column(upper=1.0) for _ in bounds))
    return tuple(opened), tuple(started)


def _open_bounds(draft: Draft, channel: int, block: int) -> tuple[float, float]:
    if draft.setting.open_as is None:
        return 0.0, 1.0
    kept = float(draft.setting.open_as.open[channel, block])
    return kept, kept


def _extra_person(draft: Draft, role: int) -> int:
    allowed = role in draft.setting.extra_roles
    have = max(draft.problem.roles[role].fte, 0.1)
    return draft.program.column(upper=math.inf if allowed else 0.0, cost=-1.0 / have if allowed else 0.0)


def _extra_money(draft: Draft) -> int:
    allowed = draft.setting.extra_money
    monthly = draft.problem.money_limit.sum() / draft.problem.month_cover.sum()
    cost = -1.0 / max(float(monthly), 100.0) if allowed else 0.0
    return draft.program.column(upper=math.inf if allowed else 0.0, cost=cost)
