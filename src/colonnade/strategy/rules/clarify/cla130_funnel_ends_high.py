"""CLA130."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Kind, Stage
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label

_UPPER = {Stage.AWARENESS, Stage.CONSIDERATION}
_NEEDS_BUYERS = {Kind.SELL, Kind.LEADS, Kind.PARTS}


@rule("CLA130", Severity.WARNING)
def funnel_ends_high(subject: Subject) -> Iterator[Hit]:
    """Funnel that ends at the top.

    What it finds:
        A goal of awareness or consideration that serves an objective of selling, leads or parts, with no
        funnel step from it to a goal for leads or sales.

    Why it matters:
        Awareness and consideration are where social media helps most, and they pay only when people are led
        on from there: from content to a page, from the page to a form.

    How to fix:
        Add the goal that follows and a `funnel` step to it, with the share of people who take it.
    """
    kinds = {objective.id: objective.kind for objective in subject.strategy.objectives}
    for index, goal in enumerate(subject.strategy.goals):
        if goal.stage not in _UPPER or kinds.get(goal.serves or "") not in _NEEDS_BUYERS:
            continue
        below = (subject.goals[id_] for id_ in subject.reached_from(goal.id) if id_ in subject.goals)
        if all(other.stage in _UPPER for other in below):
            yield Hit(
                ("goals", index),
                _("Nothing leads from '{goal}' ({stage}) to a lead or a sale.").format(
                    goal=label(goal), stage=goal.stage
                ),
                _("Add a 'funnel' step from it to a goal further down."),
            )
