"""CLA116."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Objective
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


def _lacking(objective: Objective) -> list[str]:
    parts = {
        "metric": bool(objective.metric),
        "target": objective.target is not None,
        "deadline": objective.deadline is not None,
    }
    return [name for name, there in parts.items() if not there]


@rule("CLA116", Severity.WARNING)
def objective_unmeasured(subject: Subject) -> Iterator[Hit]:
    """Objective that cannot be measured.

    What it finds:
        An objective without its metric, its target or its deadline.

    Why it matters:
        The business unit judges by its own figures. Work that reached its goals and moved nothing there was
        the wrong work, and only these three show it.

    How to fix:
        Ask the unit's head for the figure they report upwards, and copy it.
    """
    for index, objective in enumerate(subject.strategy.objectives):
        lacking = _lacking(objective)
        if lacking:
            yield Hit(
                ("objectives", index),
                _("The objective '{objective}' cannot be measured: it has no {parts}.").format(
                    objective=label(objective), parts=", ".join(lacking)
                ),
                _("Add the figure that the business unit itself reports, with its target and date."),
            )
