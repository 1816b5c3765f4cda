"""CRE206."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CRE206", Severity.WARNING)
def method_without_pillar(subject: Subject) -> Iterator[Hit]:
    """Method without a pillar or a format.

    What it finds:
        A method that does not say whether it listens, promotes, leads or supports, or what is made.

    Why it matters:
        Selling and being a source of information follow different rules. And as long as you have no results
        of your own, expectations are borrowed from work of the same pillar and format.

    How to fix:
        Write `pillar` (listening, promotion, leadership, support) and `format` (article, video, webinar...).
    """
    for index, method in enumerate(subject.strategy.methods):
        lacking = [name for name in ("pillar", "format") if not getattr(method, name)]
        if lacking:
            yield Hit(
                ("methods", index),
                _("The method '{method}' has no {parts}.").format(
                    method=label(method), parts=_(" and no ").join(lacking)
                ),
                _("Say which pillar it belongs to and what is made."),
            )
