"""What the company measured: weekly KPI readings with a trend, a season, the true effects and noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from colonnade.simulation.market import TRUE_EFFECTS, TrueEffect


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """A weekly KPI without any work: where it stands, how it grows a week, and how much it scatters."""

    metric: str
    source: str
    level: float
    growth: float = 0.0
    scatter: float = 0.12


KPIS = (
    Kpi(metric="mql", source="CRM", level=5.5, growth=0.03),
    Kpi(metric="dealer leads", source="CRM", level=3.4),
    Kpi(metric="parts orders", source="ERP", level=46.0, growth=0.1, scatter=0.08),
    Kpi(metric="website visits", source="web analytics", level=2150.0, growth=6.0, scatter=0.06),
    Kpi(metric="first response time", source="customer interaction centre", level=310.0, scatter=0.10),
)
PAST_WORK: dict[str, float] = {
    "howto_video": 0.4,
    "forum_answers": 3.0,
    "dealer_posts": 1.0,
    "parts_offers": 0.8,
}
"""Units a week of each method that were made before there was a plan, on average."""


@dataclass(frozen=True, kw_only=True)
class ReadingRow:
    """One weekly figure."""

    on: date
    metric: str
    value: float
    source: str


def lift(effect: TrueEffect, units: Mapping[int, float], weeks: int) -> np.ndarray:
    """Return what ``units`` of work by week truly add to the KPI by week: saturating, with carry-over."""
    stock, added = 0.0, np.zeros(weeks)
    for week in range(weeks):
        stock = stock * effect.carry_over + units.get(week, 0.0)
        added[week] = effect.per_unit * effect.half_at * stock / (effect.half_at + stock)
    return added


def readings(rng: Generator, *, today: date, weeks: int) -> list[ReadingRow]:
    """Return the KPI readings of the ``weeks`` weeks before ``today``, oldest first; each on its Sunday."""
    last_sunday = today - timedelta(days=today.isoweekday() % 7 or 7)
    rows = []
    for kpi in KPIS:
        base = kpi.level + kpi.growth * np.arange(weeks)
        for effect in (item for item in TRUE_EFFECTS if item.metric == kpi.metric):
            work = dict(enumerate(rng.poisson(PAST_WORK[effect.method], weeks).astype(float)))
            base = base + lift(effect, work, weeks)
        noisy = base * rng.normal(1.0, kpi.scatter, weeks)
        for week, value in enumerate(noisy):
            on = last_sunday - timedelta(weeks=weeks - 1 - week)
            rows.append(
                ReadingRow(on=on, metric=kpi.metric, value=max(0.0, round(float(value))), source=kpi.source)
            )
    return rows
