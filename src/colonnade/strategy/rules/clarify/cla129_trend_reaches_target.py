"""CLA129."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Goal
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount, label

_DAYS_PER_MONTH = 365.25 / 12


def _drift(subject: Subject, goal: Goal) -> float | None:
    """Return the figure at the deadline if nothing is done; None where the document does not say."""
    if goal.baseline is None or goal.deadline is None or not goal.trend_per_month:
        return None
    horizon = subject.strategy.horizon
    start = horizon.start if horizon else subject.today
    months = max(0.0, (goal.deadline - start).days / _DAYS_PER_MONTH)
    return goal.baseline + goal.trend_per_month * months


@rule("CLA129", Severity.WARNING)
def trend_reaches_target(subject: Subject) -> Iterator[Hit]:
    """Target that the trend reaches by itself.

    What it finds:
        A goal whose baseline and trend alone arrive at the target by the deadline.

    Why it matters:
        It will be reported as a success of work that added nothing, and the next budget will rest on it.

    How to fix:
        Set the target above what would happen anyway, or check the trend.
    """
    for index, goal in enumerate(subject.strategy.goals):
        drift = _drift(subject, goal)
        if drift is None or goal.target is None or goal.baseline is None or goal.target == goal.baseline:
            continue
        upwards = goal.target > goal.baseline
        if (drift >= goal.target) if upwards else (drift <= goal.target):
            yield Hit(
                ("goals", index, "target"),
                _("'{goal}' would reach {drift} by its trend alone; its target is {target}.").format(
                    goal=label(goal), drift=amount(drift), target=amount(goal.target)
                ),
                _("Aim beyond what would happen anyway, or correct 'trend_per_month'."),
            )
