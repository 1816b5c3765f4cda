"""CNT401."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("CNT401", Severity.WARNING, once=has_goals)
def no_audience(subject: Subject) -> Iterator[Hit]:
    """No audience.

    What it finds:
        Goals in a document that names no audience.

    Why it matters:
        Content for everybody is read by nobody. Whom you want to reach decides what to make and where.

    How to fix:
        Write under `audiences` the groups whom the goals need, in the words the sales and service people use.
    """
    if not subject.strategy.audiences:
        yield Hit(
            (),
            _("The document does not say whom it wants to reach."),
            _("Add 'audiences', with what each wants to know."),
        )
