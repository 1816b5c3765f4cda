"""CLA113."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.measurement.declarations import Direction, Metric
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount, label


def _is_better(baseline: float, target: float, metric: Metric | None) -> bool:
    """Whether the target improves on the baseline; where the metric is unknown, any change may be one."""
    if metric is None:
        return target != baseline
    return target < baseline if metric.direction is Direction.LOWER else target > baseline


@rule("CLA113", Severity.ERROR)
def target_not_better(subject: Subject) -> Iterator[Hit]:
    """Target that is not better than the baseline.

    What it finds:
        A goal whose target is the baseline or worse. For times, costs, churn and complaints lower is better;
        for a metric that the catalogue does not know only an equal figure is reported.

    Why it matters:
        It is reached on the first day by doing nothing, or the two figures were swapped.

    How to fix:
        Correct the figures. To hold a figure against a falling trend, write the trend in `trend_per_month`
        and a target a little above today's.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if goal.baseline is None or goal.target is None:
            continue
        if not _is_better(goal.baseline, goal.target, subject.metrics[goal.id]):
            yield Hit(
                ("goals", index, "target"),
                _("The target of '{goal}' ({target}) is no better than its baseline ({baseline}).").format(
                    goal=label(goal), target=amount(goal.target), baseline=amount(goal.baseline)
                ),
                _("Correct the target or the baseline; check that they are not swapped."),
            )
