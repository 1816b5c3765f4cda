"""CRE201."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CRE201", Severity.ERROR)
def method_without_goal(subject: Subject) -> Iterator[Hit]:
    """Method that serves no goal.

    What it finds:
        A method that names no goal under `effects`. Methods of the listening pillar are left alone: what they
        bring is knowledge.

    Why it matters:
        Work without a goal cannot be right or wrong, only busy. It takes hours from work that has one.

    How to fix:
        Write under `effects` which goal it moves and, as well as you know, by how much per unit. Or stop it.
    """
    for index, method in enumerate(subject.strategy.methods):
        if not method.effects and method.pillar is not Pillar.LISTENING:
            yield Hit(
                ("methods", index),
                _("The method '{method}' serves no goal.").format(method=label(method)),
                _("Add 'effects' with the goal it moves, or drop the method."),
            )
