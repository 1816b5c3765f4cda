"""CLA112."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA112", Severity.ERROR)
def goal_without_owner(subject: Subject) -> Iterator[Hit]:
    """Goal without an owner.

    What it finds:
        A goal that names nobody who answers for it.

    Why it matters:
        When the figures fall behind, somebody must see it and decide. A team that owns a goal together
        waits for each other.

    How to fix:
        Write one person's name or job under `owner`, and ask them first.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if not goal.owner:
            yield Hit(
                ("goals", index),
                _("Nobody owns the goal '{goal}'.").format(goal=label(goal)),
                _("Add 'owner': one person who answers for it."),
            )
