"""CON802."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


@rule("CON802", Severity.WARNING, once=has_methods)
def no_stop_rule(subject: Subject) -> Iterator[Hit]:
    """No stop rule.

    What it finds:
        Methods in a document that does not say what would make you stop one.

    Why it matters:
        Afterwards there is always a reason to go on a little. Said beforehand, stopping is keeping one's
        word and not admitting a defeat.

    How to fix:
        Write under `review: stop_when` a figure and a time, such as "no lead from it in eight weeks".
    """
    review = subject.strategy.review
    if review is None or not review.stop_when:
        yield Hit(
            ("review",),
            _("The document does not say what would end a method."),
            _("Add 'review: stop_when' with a figure and a time."),
        )
