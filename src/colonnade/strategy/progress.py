"""How far a goal has come, by what was measured and not by what was planned."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colonnade.measurement.declarations import metric_key
from colonnade.measurement.queries import MetricSeries, Recent, recently, series
from colonnade.organization.models import Organization
from colonnade.strategy.document.model import Goal, Strategy
from colonnade.strategy.document.vocabulary import PERIOD_DAYS, Per
from colonnade.strategy.solver.wording import day, kpi_amount


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a goal's KPI stands.

    Attributes:
        now: the KPI lately, in the goal's own period.
        share: how much of the way from baseline to target is done, 0 to 1; None where there is no way to go.
        sentence: the same in words, with the days that were measured.
    """

    now: float
    share: float | None
    sentence: str


def progress_of(strategy: Strategy, organization: Organization) -> dict[str, Progress]:
    """Return the progress of each goal (by id) whose KPI was measured."""
    measured = {found.id: found for found in series(organization)}
    found = {goal.id: _progress(goal, measured) for goal in strategy.goals}
    return {goal: progress for goal, progress in found.items() if progress is not None}


def _progress(goal: Goal, measured: Mapping[str, MetricSeries]) -> Progress | None:
    if goal.kpi is None or goal.kpi.per is Per.TOTAL:
        return None
    readings = measured.get(metric_key(goal.kpi.metric))
    recent = recently(readings, standing=goal.kpi.per is Per.LEVEL) if readings else None
    if recent is None:
        return None
    now = recent.value if goal.kpi.per is Per.LEVEL else recent.value * PERIOD_DAYS[goal.kpi.per]
    return Progress(now=now, share=_share(goal, now), sentence=_sentence(goal, now, recent))


def _share(goal: Goal, now: float) -> float | None:
    if goal.baseline is None or goal.target is None or goal.target == goal.baseline:
        return None
    return min(max((now - goal.baseline) / (goal.target - goal.baseline), 0.0), 1.0)


def _sentence(goal: Goal, now: float, recent: Recent) -> str:
    return _("Measured from {first} to {last}: {amount}.").format(
        amount=kpi_amount(goal, now), first=day(recent.first), last=day(recent.last)
    )
