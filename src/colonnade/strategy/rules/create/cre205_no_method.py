"""CRE205."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("CRE205", Severity.ERROR, once=has_goals)
def no_method(subject: Subject) -> Iterator[Hit]:
    """No method.

    What it finds:
        Goals in a document that names no method.

    Why it matters:
        Goals without methods are hopes. What will be done, how often and by whom is the other half of a
        strategy.

    How to fix:
        Write under `methods` the kinds of work you would do, with their hours and costs, more than you can
        afford. Choosing among them is the plan's task.
    """
    if not subject.strategy.methods:
        yield Hit(
            ("goals",),
            _("There are goals, but no method that would reach them."),
            _("Add 'methods': kinds of work with their hours, cost and effects."),
        )
