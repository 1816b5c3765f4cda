"""CLA131."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA131", Severity.WARNING)
def metric_of_another_stage(subject: Subject) -> Iterator[Hit]:
    """KPI that speaks for another stage.

    What it finds:
        A goal whose metric measures another stage of the funnel than the one it names.

    Why it matters:
        Impressions do not show that anybody considers buying, and orders come too late and from too many
        causes to show that anybody noticed.

    How to fix:
        Choose a metric of the goal's stage, or correct the stage.
    """
    for index, goal in enumerate(subject.strategy.goals):
        metric = subject.metrics[goal.id]
        if metric is None or goal.stage is None:
            continue
        stages = {str(stage) for stage in metric.stages}
        if str(goal.stage) not in stages:
            yield Hit(
                ("goals", index, "kpi"),
                _("'{goal}' is a goal of {stage}, but its metric speaks for {stages}.").format(
                    goal=label(goal), stage=goal.stage, stages=", ".join(sorted(stages))
                ),
                _("Choose a metric of that stage, or correct 'stage'."),
            )
