"""CRE204."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CRE204", Severity.WARNING)
def method_without_cost(subject: Subject) -> Iterator[Hit]:
    """Method without a cost.

    What it finds:
        A method that does not say what money one unit takes.

    Why it matters:
        Silence is read as free. Pictures, tools, freelancers and paid reach add up, and the limit on money
        then holds on paper only.

    How to fix:
        Write `cost` for one unit in the document's currency; write 0 where it truly costs nothing but time.
    """
    for index, method in enumerate(subject.strategy.methods):
        if method.cost is None:
            yield Hit(
                ("methods", index),
                _("The method '{method}' does not say what it costs.").format(method=label(method)),
                _("Add 'cost' for one unit; 0 where it takes no money."),
            )
