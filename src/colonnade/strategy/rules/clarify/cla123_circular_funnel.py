"""CLA123."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CLA123", Severity.ERROR)
def circular_funnel(subject: Subject) -> Iterator[Hit]:
    """Goals that feed themselves.

    What it finds:
        Funnel steps that lead from a goal back to itself, directly or over others.

    Why it matters:
        Each round would add to itself, so any figure could be reached from nothing. A funnel runs one way:
        from being seen to being bought from, or helped.

    How to fix:
        Take out the step that runs upwards. What satisfied customers bring in again is a goal of its own
        (referrals, retention).
    """
    for index, flow in enumerate(subject.strategy.funnel):
        if flow.source == flow.target or flow.source in subject.reached_from(flow.target):
            yield Hit(
                ("funnel", index),
                _("The step from '{source}' to '{target}' is part of a circle.").format(
                    source=flow.source, target=flow.target
                ),
                _("Remove the step that leads back up the funnel."),
            )
