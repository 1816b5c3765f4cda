"""CRE212."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label

_VIRAL = re.compile(r"\b(viral|virality)\b", re.IGNORECASE)


@rule("CRE212", Severity.WARNING)
def viral(subject: Subject) -> Iterator[Hit]:
    """Plan to go viral.

    What it finds:
        A method or a goal whose name, or a method whose format, counts on something going viral.

    Why it matters:
        That others pass it on by the million is their decision, and rare. It can be hoped for; it cannot be
        scheduled, and it seldom reaches the people who would buy.

    How to fix:
        Name what you will make and for whom. Give it an effect that its usual reach can bring.
    """
    for index, method in enumerate(subject.strategy.methods):
        if _VIRAL.search(f"{method.id} {method.name} {method.format}".replace("-", " ").replace("_", " ")):
            yield Hit(
                ("methods", index),
                _("'{method}' counts on going viral, which nobody can plan.").format(method=label(method)),
                _("Say what is made and for whom, and expect its usual reach."),
            )
    for path, aim in subject.aims():
        if _VIRAL.search(aim.name):
            yield Hit(
                (*path, "name"),
                _("'{name}' makes a stroke of luck the aim.").format(name=aim.name),
                _("Say what the business gains if it works."),
            )
