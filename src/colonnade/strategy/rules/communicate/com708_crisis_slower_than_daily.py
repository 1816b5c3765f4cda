"""COM708."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("COM708", Severity.WARNING)
def crisis_slower_than_daily(subject: Subject) -> Iterator[Hit]:
    """Crisis slower than every day.

    What it finds:
        A crisis plan whose first answer may take longer than the promise for ordinary questions.

    Why it matters:
        Those who ask about the crisis are ordinary askers to the clock. A plan slower than the daily promise
        breaks it just when everybody looks.

    How to fix:
        Shorten `first_response_minutes`; a first answer may simply say that you know and are looking into it.
    """
    communication = subject.strategy.communication
    crisis = communication.crisis if communication else None
    if communication is None or crisis is None:
        return
    daily, burning = communication.response_minutes, crisis.first_response_minutes
    if daily is not None and burning is not None and burning > daily:
        yield Hit(
            ("communication", "crisis", "first_response_minutes"),
            _("In a crisis the first answer may take {burning} minutes, on other days {daily}.").format(
                burning=burning, daily=daily
            ),
            _("Answer a crisis at least as soon as a question."),
        )
