"""CNT406."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods
from colonnade.strategy.rules.wording import label


@rule("CNT406", Severity.INFO, once=has_methods)
def leading_alone(subject: Subject) -> Iterator[Hit]:
    """Thought leadership without relationships.

    What it finds:
        A method of the leadership pillar in a document that names no relationship.

    Why it matters:
        Standing is given by others: people whose word counts in the field, who take part, quote and
        disagree. A company that only talks to its own followers leads nobody.

    How to fix:
        Let listening name the people and communities who count for your topics, and write down who will
        build which relationship.
    """
    if subject.strategy.relationships:
        return
    for index, method in enumerate(subject.strategy.methods):
        if method.pillar is Pillar.LEADERSHIP:
            yield Hit(
                ("methods", index),
                _("'{method}' wants to lead, and no relationship in the field is named.").format(
                    method=label(method)
                ),
                _("Add 'relationships' with the people and communities who count."),
            )
            return
