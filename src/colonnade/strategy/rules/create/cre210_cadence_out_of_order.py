"""CRE210."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount, label


@rule("CRE210", Severity.ERROR)
def cadence_out_of_order(subject: Subject) -> Iterator[Hit]:
    """Cadence whose least is more than its most.

    What it finds:
        A method with `min_per_week` above `max_per_week`, also where the most was left at its default of 5.

    Why it matters:
        No number of units a week satisfies both, so no plan can hold the method.

    How to fix:
        Correct the bounds; write `max_per_week` where you mean more than 5.
    """
    for index, method in enumerate(subject.strategy.methods):
        least, most = method.cadence.min_per_week, method.cadence.max_per_week
        if least > most:
            yield Hit(
                ("methods", index, "cadence"),
                _("'{method}' must be done at least {least} and at most {most} times a week.").format(
                    method=label(method), least=amount(least), most=amount(most)
                ),
                _("Correct 'min_per_week' or 'max_per_week'."),
            )
