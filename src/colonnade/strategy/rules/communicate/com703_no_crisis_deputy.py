"""COM703."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("COM703", Severity.INFO)
def no_crisis_deputy(subject: Subject) -> Iterator[Hit]:
    """Crisis owner without a deputy.

    What it finds:
        A crisis plan with an owner and no other person as `deputy`.

    Why it matters:
        Crises come at weekends and in August.

    How to fix:
        Name a second person with the same right to decide.
    """
    communication = subject.strategy.communication
    crisis = communication.crisis if communication else None
    if crisis is None or not crisis.owner:
        return
    if crisis.deputy.casefold() in ("", crisis.owner.casefold()):
        yield Hit(
            ("communication", "crisis"),
            _("{owner} has no deputy in a crisis.").format(owner=crisis.owner),
            _("Add 'deputy': another person with the same right to decide."),
        )
