"""CLA118."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Goal
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


def _is_vanity(subject: Subject, goal: Goal) -> bool:
    metric = subject.metrics[goal.id]
    return metric is not None and metric.vanity


def _means_business(subject: Subject, goal: Goal) -> bool:
    return goal.kpi is not None and not _is_vanity(subject, goal)


def _has_company(subject: Subject, goal: Goal) -> bool:
    """Whether a figure that matters to the business stands beside ``goal`` or further down the funnel."""
    below = subject.reached_from(goal.id)
    return any(
        _means_business(subject, other)
        for other in subject.strategy.goals
        if other.id in below or (goal.serves is not None and other.serves == goal.serves)
    )


@rule("CLA118", Severity.ERROR)
def vanity_alone(subject: Subject) -> Iterator[Hit]:
    """Vanity KPI alone.

    What it finds:
        A goal measured in followers, likes, impressions or the like, with no other goal of the same objective
        and none further down the funnel that is measured in something the business can use.

    Why it matters:
        Such figures can be bought, and they rise whether or not anybody becomes a customer. They are useful
        on the way to something; alone they hide that nothing was reached.

    How to fix:
        Add the goal that this one shall lead to (visits, leads, orders, answers given), and connect them with
        a `funnel` step. Or change the KPI.
    """
    for index, goal in enumerate(subject.strategy.goals):
        metric = subject.metrics[goal.id]
        if metric is not None and metric.vanity and not _has_company(subject, goal):
            yield Hit(
                ("goals", index, "kpi"),
                _("'{goal}' is measured only in {metric}, which alone says nothing of the business.").format(
                    goal=label(goal), metric=metric.id.replace("_", " ")
                ),
                _("Add the goal it shall lead to, joined by a 'funnel' step, or choose another KPI."),
            )
