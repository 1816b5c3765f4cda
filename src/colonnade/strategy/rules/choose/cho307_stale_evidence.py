"""CHO307."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject

# Networks, audiences and competitors move; after a year a finding describes another place.
OLDEST = timedelta(days=366)


@rule("CHO307", Severity.INFO)
def stale_evidence(subject: Subject) -> Iterator[Hit]:
    """Evidence older than a year.

    What it finds:
        An item of evidence whose date is more than a year back.

    Why it matters:
        People move between platforms, and what worked there wears out. Old evidence is worth more than none,
        but it should be known to be old.

    How to fix:
        Look again, and add the new finding with its date beside the old one.
    """
    for index, item in enumerate(subject.strategy.evidence):
        if item.date is not None and subject.today - item.date > OLDEST:
            yield Hit(
                ("evidence", index, "date"),
                _("The evidence '{id}' is from {date}.").format(id=item.id, date=item.date),
                _("Check whether it still holds, and add what you find."),
            )
