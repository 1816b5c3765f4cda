"""CLA128."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CLA128", Severity.INFO)
def no_value(subject: Subject) -> Iterator[Hit]:
    """Several goals and no value.

    What it finds:
        Two goals or more, none of which says (itself or through its objective) what a unit is worth.

    Why it matters:
        Goals compete for the same hours. Without a value the choice between a lead and an answered question
        is made by weight alone, which is a matter of taste.

    How to fix:
        Write `value_per_unit` with the money that one more unit brings, as finance would accept it.
    """
    strategy = subject.strategy
    if len(strategy.goals) < 2:
        return
    if any(aim.value_per_unit is not None for _path, aim in subject.aims()):
        return
    yield Hit(
        ("goals",),
        _("{count} goals compete for the same hours, and none says what a unit is worth.").format(
            count=len(strategy.goals)
        ),
        _("Add 'value_per_unit' to goals or objectives."),
    )
