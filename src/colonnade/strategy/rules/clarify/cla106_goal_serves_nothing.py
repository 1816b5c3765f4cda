"""CLA106."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA106", Severity.ERROR)
def goal_serves_nothing(subject: Subject) -> Iterator[Hit]:
    """Goal that serves no objective.

    What it finds:
        A goal without `serves`, in a document that has objectives.

    Why it matters:
        Work is traced from post to business unit through this line. A goal outside it will be the first to
        be cut, and rightly so.

    How to fix:
        Write the id of the objective in `serves`, or drop the goal.
    """
    if not subject.strategy.objectives:
        return
    for index, goal in enumerate(subject.strategy.goals):
        if goal.serves is None:
            yield Hit(
                ("goals", index),
                _("The goal '{goal}' serves no objective of the business.").format(goal=label(goal)),
                _("Add 'serves' with one of: {ids}.").format(
                    ids=", ".join(objective.id for objective in subject.strategy.objectives)
                ),
            )
