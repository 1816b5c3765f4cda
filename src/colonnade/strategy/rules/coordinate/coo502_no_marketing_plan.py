"""COO502."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("COO502", Severity.WARNING, once=has_goals)
def no_marketing_plan(subject: Subject) -> Iterator[Hit]:
    """No marketing strategy behind it.

    What it finds:
        Goals in a document that does not name the marketing plan it is part of.

    Why it matters:
        The social strategy follows the marketing strategy, not the other way round. Two that were written
        apart will pull apart when something must be cut.

    How to fix:
        Write where the marketing plan is, under `coordination: marketing_plan`, and read it first.
    """
    coordination = subject.strategy.coordination
    if coordination is None or not coordination.marketing_plan:
        yield Hit(
            ("coordination",),
            _("The document does not say which marketing plan it is part of."),
            _("Add 'coordination: marketing_plan' with its name or address."),
        )
