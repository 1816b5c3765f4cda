"""COM705."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject

# Up to half a day, whether nights and weekends count decides whether the promise can be kept.
SHORT = 720


@rule("COM705", Severity.WARNING)
def promise_without_hours(subject: Subject) -> Iterator[Hit]:
    """Short promise around the clock.

    What it finds:
        A promise of twelve hours or less that does not say during which hours it holds.

    Why it matters:
        Someone who asks at ten on a Saturday evening counts from then. A promise that sleeps without saying
        so is broken every night.

    How to fix:
        Write the `hours`, or staff the nights.
    """
    communication = subject.strategy.communication
    if communication is None or communication.response_minutes is None or communication.hours:
        return
    if communication.response_minutes <= SHORT:
        yield Hit(
            ("communication", "response_minutes"),
            _("An answer within {minutes} minutes is promised, and no hours are given.").format(
                minutes=communication.response_minutes
            ),
            _("Add 'hours', such as 'Monday to Friday, 8 to 18'."),
        )
