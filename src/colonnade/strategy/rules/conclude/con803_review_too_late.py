"""CON803."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, weeks_after


def _first_end(subject: Subject, start: date, end: date) -> date:
    """Return the earliest deadline of a goal within the horizon, or the horizon's end."""
    deadlines = [goal.deadline for goal in subject.strategy.goals if goal.deadline is not None]
    return min([end, *(deadline for deadline in deadlines if deadline > start)])


@rule("CON803", Severity.WARNING)
def review_too_late(subject: Subject) -> Iterator[Hit]:
    """Review that comes too late.

    What it finds:
        A first review after the horizon, or after the earliest deadline of a goal.

    Why it matters:
        The only purpose of looking is to change something while it can still help.

    How to fix:
        Review at least twice before the first deadline.
    """
    review, horizon, end = subject.strategy.review, subject.strategy.horizon, subject.horizon_end
    if review is None or review.every_weeks is None or horizon is None or end is None:
        return
    first = weeks_after(horizon.start, review.every_weeks)
    due = _first_end(subject, horizon.start, end)
    if first >= due:
        yield Hit(
            ("review", "every_weeks"),
            _("The first review would be on {first}, and by {due} something is due.").format(
                first=first, due=due
            ),
            _("Review more often."),
        )
