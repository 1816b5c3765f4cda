"""CLA102."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals
from colonnade.strategy.rules.wording import label


@rule("CLA102", Severity.WARNING, once=has_goals)
def platform_before_goals(subject: Subject) -> Iterator[Hit]:
    """Platform named before goals.

    What it finds:
        A social channel that is declared while no goal has a KPI and a number to reach.

    Why it matters:
        Nobody should talk about platforms before it is clear what shall be achieved. A platform that is
        chosen first bends the goals to what it happens to count.

    How to fix:
        Give at least one goal its KPI and its target, then come back to the channels.
    """
    if any(goal.kpi and goal.target is not None for goal in subject.strategy.goals):
        return
    for index, channel in subject.social_channels:
        yield Hit(
            ("channels", index),
            _("'{channel}' is chosen before any goal has a KPI and a target.").format(channel=label(channel)),
            _("Give a goal its KPI and target first; until then leave channels to 'choose'."),
        )
