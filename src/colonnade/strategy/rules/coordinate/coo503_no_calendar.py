"""COO503."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


@rule("COO503", Severity.INFO, once=has_methods)
def no_calendar(subject: Subject) -> Iterator[Hit]:
    """No shared calendar.

    What it finds:
        Methods in a document that names no marketing calendar.

    Why it matters:
        Without one the webinar falls on the day of the fair, and the price campaign on that of the recall.

    How to fix:
        Write which calendar all channels are entered in, under `coordination: calendar`.
    """
    coordination = subject.strategy.coordination
    if coordination is None or not coordination.calendar:
        yield Hit(
            ("coordination",),
            _("No calendar is named that all marketing channels share."),
            _("Add 'coordination: calendar'."),
        )
