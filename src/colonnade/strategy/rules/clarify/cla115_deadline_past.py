"""CLA115."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA115", Severity.WARNING)
def deadline_past(subject: Subject) -> Iterator[Hit]:
    """Deadline in the past.

    What it finds:
        An objective or a goal whose deadline is before today.

    Why it matters:
        Nothing that is done from now on can help it. Either it was reached, and should be concluded, or it
        was missed, and should be decided about.

    How to fix:
        Conclude it with its result, or set a new date.
    """
    for path, aim in subject.aims():
        if aim.deadline is not None and aim.deadline < subject.today:
            yield Hit(
                (*path, "deadline"),
                _("The deadline of '{name}' ({deadline}) has passed.").format(
                    name=label(aim), deadline=aim.deadline
                ),
                _("Conclude it with its result, or set a new deadline."),
            )
