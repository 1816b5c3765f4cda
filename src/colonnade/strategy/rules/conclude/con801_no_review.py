"""CON801."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("CON801", Severity.WARNING, once=has_goals)
def no_review(subject: Subject) -> Iterator[Hit]:
    """No review rhythm.

    What it finds:
        Goals in a document that does not say how often results are looked at.

    Why it matters:
        A strategy that is not reviewed is followed until it is forgotten. What was learnt in the first month
        could have changed the other eleven.

    How to fix:
        Write `review: every_weeks`; every four weeks suits most.
    """
    review = subject.strategy.review
    if review is None or review.every_weeks is None:
        yield Hit(
            ("review",),
            _("The document does not say when results are looked at."),
            _("Add 'review: every_weeks', such as 4."),
        )
