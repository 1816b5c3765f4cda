"""Blocks, months and the periods of KPIs, all counted in days."""

import math
from datetime import date, timedelta

import numpy as np

from colonnade.strategy.document.vocabulary import PERIOD_DAYS, Per
from colonnade.strategy.solver.effects import Floats

BLOCK_WEEKS = 4
LEVEL_WINDOW_DAYS = 28


def blocks_of(weeks: int) -> tuple[int, ...]:
    """Return the length of each block in weeks."""
    whole, rest = divmod(weeks, BLOCK_WEEKS)
    return (BLOCK_WEEKS,) * whole + ((rest,) if rest else ())


def starts_of(start: date, block_weeks: tuple[int, ...]) -> tuple[date, ...]:
    """Return the first day of each block."""
    before = np.concatenate([[0], np.cumsum(block_weeks)[:-1]])
    return tuple(start + timedelta(weeks=int(weeks)) for weeks in before)


def months_of(
    starts: tuple[date, ...], block_weeks: tuple[int, ...]
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the months, each block's share of days in each, and the share of each month that is planned."""
    days = [
        (block, start + timedelta(days=day))
        for block, start in enumerate(starts)
        for day in range(7 * block_weeks[block])
    ]
    names = tuple(dict.fromkeys(f"{day:%Y-%m}" for _, day in days))
    counts = np.zeros((len(starts), len(names)))
    for block, day in days:
        counts[block, names.index(f"{day:%Y-%m}")] += 1
    lengths = np.array([_days_in(name) for name in names])
    return names, counts / counts.sum(axis=1, keepdims=True), counts.sum(axis=0) / lengths


def _days_in(month: str) -> int:
    first = date.fromisoformat(f"{month}-01")
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def period_window(
    per: Per, starts: tuple[date, ...], block_weeks: tuple[int, ...], judged_on: date
) -> Floats:
    """By block, the share of its days in the KPI's last period before ``judged_on`` (a level: a mean)."""
    last = (judged_on - starts[0]).days + 1.0
    length = LEVEL_WINDOW_DAYS if per is Per.LEVEL else PERIOD_DAYS.get(per, math.inf)
    first = max(0.0, last - length)
    begin = np.array([(start - starts[0]).days for start in starts], dtype=np.float64)
    days = 7.0 * np.array(block_weeks)
    overlap: Floats = np.maximum(0.0, np.minimum(begin + days, last) - np.maximum(begin, first))
    return overlap / overlap.sum() if per is Per.LEVEL else overlap / days
