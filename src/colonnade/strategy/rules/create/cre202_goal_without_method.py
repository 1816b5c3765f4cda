"""CRE202."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods
from colonnade.strategy.rules.wording import label


@rule("CRE202", Severity.ERROR, once=has_methods)
def goal_without_method(subject: Subject) -> Iterator[Hit]:
    """Goal that no method works for.

    What it finds:
        A goal that stands in no method's `effects`, and that nothing flows into from a goal that does.

    Why it matters:
        It will be reported on and not worked on. Its figure will do what it would have done anyway.

    How to fix:
        Add the goal to the effects of a method, add a method, or join it to a worked-on goal by a `funnel`
        step.
    """
    worked = {effect.goal for method in subject.strategy.methods for effect in method.effects}
    fed = worked.union(*(subject.reached_from(goal) for goal in worked))
    for index, goal in enumerate(subject.strategy.goals):
        if goal.id not in fed:
            yield Hit(
                ("goals", index),
                _("No method works for the goal '{goal}'.").format(goal=label(goal)),
                _("Add '{id}' to a method's 'effects', or a 'funnel' step that leads to it.").format(
                    id=goal.id
                ),
            )
