"""CLA111."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA111", Severity.ERROR)
def goal_without_deadline(subject: Subject) -> Iterator[Hit]:
    """Goal without a deadline.

    What it finds:
        A goal that does not say by when its target shall be reached.

    Why it matters:
        A goal with no date is never late. Nor can it be planned: the same target needs one person for a year
        or five for a quarter.

    How to fix:
        Write a calendar date under `deadline`, if possible the objective's own or an earlier one.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if goal.deadline is None:
            yield Hit(
                ("goals", index),
                _("The goal '{goal}' has no deadline.").format(goal=label(goal)),
                _("Add 'deadline' as a date, such as 2027-06-30."),
            )
