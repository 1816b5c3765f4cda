"""CLA119."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA119", Severity.WARNING)
def kpi_without_source(subject: Subject) -> Iterator[Hit]:
    """KPI with no data source.

    What it finds:
        A KPI that does not say where its figure comes from.

    Why it matters:
        A figure that nobody can fetch is not measured, and one that is counted in two systems is measured
        twice, differently. Both come out when it is too late to count.

    How to fix:
        Write the system (and the report in it) under the KPI's `source`, and fetch the baseline from there.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if goal.kpi is None or not goal.kpi.metric or goal.kpi.source:
            continue
        metric = subject.metrics[goal.id]
        usual = _("Usual for it: {sources}.").format(sources=", ".join(metric.sources)) if metric else ""
        yield Hit(
            ("goals", index, "kpi"),
            _("The KPI of '{goal}' does not say where its figure comes from.").format(goal=label(goal)),
            _("Add 'source' to the KPI. {usual}").format(usual=usual).strip(),
        )
