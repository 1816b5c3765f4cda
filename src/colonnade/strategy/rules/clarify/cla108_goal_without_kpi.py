"""CLA108."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA108", Severity.ERROR)
def goal_without_kpi(subject: Subject) -> Iterator[Hit]:
    """Goal without a KPI.

    What it finds:
        A goal that does not say by which metric it is measured.

    Why it matters:
        "More visibility" is a wish. Two people will measure it in two ways, each to their liking, and after
        the deadline nobody can say whether it was reached.

    How to fix:
        Choose one metric that the business unit believes in and write it under `kpi`.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if goal.kpi is None or not goal.kpi.metric:
            yield Hit(
                ("goals", index),
                _("The goal '{goal}' has no KPI.").format(goal=label(goal)),
                _("Add 'kpi' with a metric, such as 'metric: mql' and 'per: month'."),
            )
