"""CLA127."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA127", Severity.WARNING)
def goal_without_stage(subject: Subject) -> Iterator[Hit]:
    """Goal without a stage of the funnel.

    What it finds:
        A goal that does not say whether it works on awareness, consideration, leads, sales or service.

    Why it matters:
        Each stage wants other content and another patience. Expectations of a method are also borrowed from
        others at the same stage while you have no results of your own.

    How to fix:
        Write `stage`: awareness, consideration, lead, sale or service.
    """
    for index, goal in enumerate(subject.strategy.goals):
        if goal.stage is None:
            yield Hit(
                ("goals", index),
                _("The goal '{goal}' has no stage of the funnel.").format(goal=label(goal)),
                _("Add 'stage': awareness, consideration, lead, sale or service."),
            )
