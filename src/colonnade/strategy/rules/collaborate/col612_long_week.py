"""COL612."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount

# The European working time directive's limit, averaged; meetings, leave and illness not yet taken off.
LONGEST = 48.0


@rule("COL612", Severity.WARNING)
def long_week(subject: Subject) -> Iterator[Hit]:
    """Week that nobody works.

    What it finds:
        More than 48 `hours_per_fte_week`.

    Why it matters:
        A plan that fits only because everybody works nights does not fit. Of a paid week of 40 hours, leave,
        illness and meetings leave 30 to 36 for the work itself.

    How to fix:
        Write the hours that a full-time colleague really has for it, averaged over the year.
    """
    limits = subject.strategy.limits
    if limits is not None and limits.hours_per_fte_week > LONGEST:
        yield Hit(
            ("limits", "hours_per_fte_week"),
            _("{hours} hours a week of one person cannot be kept up.").format(
                hours=amount(limits.hours_per_fte_week)
            ),
            _("Write what remains of a paid week after leave and meetings, about 30 to 36."),
        )
