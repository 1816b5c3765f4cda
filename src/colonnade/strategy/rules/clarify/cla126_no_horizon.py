"""CLA126."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("CLA126", Severity.ERROR, once=has_goals)
def no_horizon(subject: Subject) -> Iterator[Hit]:
    """No horizon.

    What it finds:
        Goals in a document that does not say which weeks are planned.

    Why it matters:
        Hours and money are limits only over a time. Without a first day and a length nothing can be planned
        or added up.

    How to fix:
        Write `horizon` with a `start` and the number of `weeks`, long enough to hold the deadlines.
    """
    if subject.strategy.horizon is None:
        yield Hit(
            (),
            _("The document does not say which weeks are planned."),
            _("Add 'horizon' with 'start' (a date) and 'weeks'."),
        )
