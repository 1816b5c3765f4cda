"""CRE203."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CRE203", Severity.ERROR)
def method_without_hours(subject: Subject) -> Iterator[Hit]:
    """Method without hours.

    What it finds:
        A method that does not say how many hours of whom one unit takes.

    Why it matters:
        Nothing that people do is free of time. A method without hours looks like the best one of all, and a
        plan would be made of nothing else.

    How to fix:
        Write `hours` by role for one unit, with making, approving, answering and measuring in it. Where an
        agency does it all, write the hours it takes to brief it and to look through its work.
    """
    for index, method in enumerate(subject.strategy.methods):
        if not any(method.hours.values()):
            yield Hit(
                ("methods", index),
                _("The method '{method}' does not say what time it takes.").format(method=label(method)),
                _("Add 'hours' by role for one unit, such as 'writer: 4'."),
            )
