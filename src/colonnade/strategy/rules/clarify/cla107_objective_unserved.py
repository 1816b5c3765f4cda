"""CLA107."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA107", Severity.WARNING)
def objective_unserved(subject: Subject) -> Iterator[Hit]:
    """Objective that no goal serves.

    What it finds:
        An objective whose id stands in no goal's `serves`.

    Why it matters:
        A business unit that is listed and gets nothing will notice. Perhaps social media cannot help it, but
        then that should be said.

    How to fix:
        Add a goal for it, or take the objective out of this strategy and tell the unit.
    """
    served = {goal.serves for goal in subject.strategy.goals}
    for index, objective in enumerate(subject.strategy.objectives):
        if objective.id not in served:
            yield Hit(
                ("objectives", index),
                _("No goal serves the objective '{objective}'.").format(objective=label(objective)),
                _("Add a goal with 'serves: {id}', or remove the objective.").format(id=objective.id),
            )
