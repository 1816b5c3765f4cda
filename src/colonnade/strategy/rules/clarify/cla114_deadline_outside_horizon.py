"""CLA114."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA114", Severity.ERROR)
def deadline_outside_horizon(subject: Subject) -> Iterator[Hit]:
    """Deadline outside the horizon.

    What it finds:
        A goal whose deadline lies before the first or after the last day that is planned.

    Why it matters:
        Nothing is planned on the days between, so the plan can promise nothing about that date.

    How to fix:
        Move the deadline, or change `horizon` so that it covers it.
    """
    horizon, end = subject.strategy.horizon, subject.horizon_end
    if horizon is None or end is None:
        return
    for index, goal in enumerate(subject.strategy.goals):
        if goal.deadline is not None and not horizon.start <= goal.deadline <= end:
            yield Hit(
                ("goals", index, "deadline"),
                _("The deadline of '{goal}' ({deadline}) is outside the horizon ({start} to {end}).").format(
                    goal=label(goal), deadline=goal.deadline, start=horizon.start, end=end
                ),
                _("Move the deadline, or plan more weeks."),
            )
