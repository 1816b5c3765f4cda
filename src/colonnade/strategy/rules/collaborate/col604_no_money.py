"""COL604."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("COL604", Severity.WARNING, once=has_goals)
def no_money(subject: Subject) -> Iterator[Hit]:
    """No limit on money.

    What it finds:
        Goals in a document that says nothing of the money there is.

    Why it matters:
        "No budget" and "no limit" look the same on paper. Paid reach, tools and freelancers depend on which
        it is.

    How to fix:
        Write `money_per_month`, and 0 where there is none.
    """
    limits = subject.strategy.limits
    if limits is None or (limits.money_per_month is None and not limits.money_by_month):
        yield Hit(
            ("limits",),
            _("The document does not say what money there is."),
            _("Add 'limits: money_per_month'; 0 where there is none."),
        )
