"""CLA117."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CLA117", Severity.WARNING)
def objective_without_unit(subject: Subject) -> Iterator[Hit]:
    """Objective without a business unit or a kind.

    What it finds:
        An objective that does not say whose it is, or what it is about: selling, leads, parts, service.

    Why it matters:
        The unit's head is the one who asks "what did it do for me?". Without the unit there is nobody to
        answer, and without the kind nobody can tell which pillar should help.

    How to fix:
        Write `unit` with an id from `units`, and `kind` as one of sell, leads, parts, service or other.
    """
    for index, objective in enumerate(subject.strategy.objectives):
        lacking = [name for name in ("unit", "kind") if getattr(objective, name) is None]
        if lacking:
            yield Hit(
                ("objectives", index),
                _("The objective '{objective}' has no {parts}.").format(
                    objective=label(objective), parts=", ".join(lacking)
                ),
                _("Say whose objective it is ('unit') and what it is about ('kind')."),
            )
