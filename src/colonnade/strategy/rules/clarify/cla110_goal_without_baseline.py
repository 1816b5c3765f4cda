"""CLA110."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA110", Severity.ERROR)
def goal_without_baseline(subject: Subject) -> Iterator[Hit]:
    """Goal without a baseline.

    What it finds:
        A goal that does not say where its KPI stands today.

    Why it matters:
        The work is the way from here to there. Without "here", a target can be below what happens anyway,
        and what the strategy added cannot be told from what was there before.

    How to fix:
        Measure the KPI over the last months and write it under `baseline`; write 0 for something new.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if goal.baseline is None:
            yield Hit(
                ("goals", index),
                _("The goal '{goal}' does not say where it stands today.").format(goal=label(goal)),
                _("Add 'baseline': the KPI's present figure, or 0 where it is new."),
            )
