"""COM701."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_social


@rule("COM701", Severity.WARNING, once=has_social)
def no_crisis_plan(subject: Subject) -> Iterator[Hit]:
    """No crisis plan or owner.

    What it finds:
        Social channels in use, and no `communication: crisis` with an owner.

    Why it matters:
        When something burns there are minutes, not days. Who may stop all posts, and who speaks, is then
        either known or quarrelled about in public.

    How to fix:
        Name one owner who may decide alone, and write down the four steps: find, investigate, review, engage.
    """
    communication = subject.strategy.communication
    crisis = communication.crisis if communication else None
    if crisis is None:
        yield Hit(
            ("communication",),
            _("There is no plan for a crisis."),
            _("Add 'communication: crisis' with an 'owner' and what to do."),
        )
    elif not crisis.owner:
        yield Hit(
            ("communication", "crisis"),
            _("Nobody is named who decides in a crisis."),
            _("Add 'owner' to the crisis plan."),
        )
