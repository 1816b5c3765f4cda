"""COL610."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods
from colonnade.strategy.rules.wording import label


@rule("COL610", Severity.INFO, once=has_methods)
def no_experts(subject: Subject) -> Iterator[Hit]:
    """Thought leadership without experts.

    What it finds:
        A method of the leadership pillar in a document that names no expert among the colleagues.

    Why it matters:
        Solutions to customers' problems are known to those who build, repair and sell the product. A writer
        alone can only repeat what is already published.

    How to fix:
        Ask three engineers or service people, agree on an hour a week, and name them under
        `collaboration: experts`.
    """
    collaboration = subject.strategy.collaboration
    if collaboration is not None and collaboration.experts:
        return
    leading = [method for method in subject.strategy.methods if method.pillar is Pillar.LEADERSHIP]
    if leading:
        yield Hit(
            ("collaboration",),
            _("'{method}' needs people who know the subject, and none is named.").format(
                method=label(leading[0])
            ),
            _("Add 'collaboration: experts'."),
        )
