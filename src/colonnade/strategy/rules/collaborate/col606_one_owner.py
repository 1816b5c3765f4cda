"""COL606."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject

# One person can hold two goals; from the third on, none of them has a deputy or an opponent.
MOST = 3


@rule("COL606", Severity.WARNING)
def one_owner(subject: Subject) -> Iterator[Hit]:
    """Same owner for everything.

    What it finds:
        Three goals or more, all owned by one person.

    Why it matters:
        It is then the social media team's strategy and not the business units'. When that person is away or
        leaves, nobody else knows why any of it is done.

    How to fix:
        Let each goal be owned in the business unit that it helps.
    """
    owners = {goal.owner.casefold() for goal in subject.strategy.goals}
    if len(subject.strategy.goals) >= MOST and len(owners) == 1 and "" not in owners:
        yield Hit(
            ("goals",),
            _("{owner} owns all {count} goals.").format(
                owner=subject.strategy.goals[0].owner, count=len(subject.strategy.goals)
            ),
            _("Let the business units own the goals that help them."),
        )
