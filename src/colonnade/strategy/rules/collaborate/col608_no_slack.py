"""COL608."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.load import capacity, minimum_load
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label

# What nobody planned (a question from sales, a storm of complaints, an illness) takes its share every year.
HIGHEST_USE = 0.85


@rule("COL608", Severity.WARNING)
def no_slack(subject: Subject) -> Iterator[Hit]:
    """No slack.

    What it finds:
        A role of whose hours the very least already takes more than 85 per cent, but not more than all.

    Why it matters:
        There is nothing left to choose, to test or to answer an unforeseen storm with. The first illness
        breaks the plan.

    How to fix:
        Lower the least of what matters least, and keep a seventh of the week free.
    """
    limits = subject.strategy.limits
    for index, role in enumerate(limits.roles if limits else []):
        needed, there = minimum_load(subject, role.id).total, capacity(subject, role.id)
        if there > 0 and HIGHEST_USE * there < needed <= there + 1e-9:
            yield Hit(
                ("limits", "roles", index),
                _("The very least takes {share:.0%} of the hours of '{role}'.").format(
                    share=needed / there, role=label(role)
                ),
                _("Lower a 'min_per_week', so that there is something left to decide."),
            )
