"""CLA105."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CLA105", Severity.ERROR)
def no_goal(subject: Subject) -> Iterator[Hit]:
    """No goal.

    What it finds:
        A document without a single goal. A mere list of platforms is told by CLA101 instead.

    Why it matters:
        A strategy is goals times methods, limited by time and resources. With no goal the product is nothing,
        however much work is in it.

    How to fix:
        Write what social media shall achieve for an objective: a KPI, where it stands, where it shall be and
        by when.
    """
    if not subject.strategy.goals and not subject.bare_platforms:
        yield Hit(
            (),
            _("There is no goal."),
            _("Add 'goals' with a KPI, a baseline, a target, a deadline and an owner."),
        )
