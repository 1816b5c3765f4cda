"""CLA120."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CLA120", Severity.INFO)
def unknown_metric(subject: Subject) -> Iterator[Hit]:
    """KPI that the catalogue does not know.

    What it finds:
        A metric that is neither an id nor a known name in the catalogue of metrics.

    Why it matters:
        It may well be the right one for your business. But which way is better, and whether it is a vanity
        figure, cannot be checked, and a colleague may read it differently.

    How to fix:
        Use a name from the catalogue where one fits; otherwise write in the KPI's `name` exactly what is
        counted.
    """
    for index, goal in enumerate(subject.strategy.goals):
        kpi = goal.kpi
        if kpi is not None and kpi.metric and not kpi.name and subject.metrics[goal.id] is None:
            yield Hit(
                ("goals", index, "kpi", "metric"),
                _("'{metric}' is not in the catalogue of metrics.").format(metric=kpi.metric),
                _("Use a metric from the catalogue, or say in the KPI's 'name' exactly what is counted."),
            )
