"""CLA109."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA109", Severity.ERROR)
def goal_without_target(subject: Subject) -> Iterator[Hit]:
    """Goal without a number to reach.

    What it finds:
        A goal that has no `target`.

    Why it matters:
        Without a number any result is a success, and no amount of time or money can be judged too much or
        too little.

    How to fix:
        Write the figure of the KPI that you want to see at the deadline. A bold guess that is reviewed is
        better than none.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if goal.target is None:
            yield Hit(
                ("goals", index),
                _("The goal '{goal}' has no number to reach.").format(goal=label(goal)),
                _("Add 'target', in units of its KPI."),
            )
