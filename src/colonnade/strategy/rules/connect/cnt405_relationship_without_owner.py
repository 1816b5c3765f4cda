"""CNT405."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CNT405", Severity.WARNING)
def relationship_without_owner(subject: Subject) -> Iterator[Hit]:
    """Relationship that nobody keeps.

    What it finds:
        A relationship without an `owner` or without a `why`.

    Why it matters:
        People have relationships with people. An influencer who is approached by three departments, or by
        nobody a second time, is lost; and without a reason you will ask the wrong thing of them.

    How to fix:
        Name one colleague who keeps it, and what both sides have from it.
    """
    for index, relationship in enumerate(subject.strategy.relationships):
        lacking = [name for name in ("owner", "why") if not getattr(relationship, name)]
        if lacking:
            yield Hit(
                ("relationships", index),
                _("The relationship with '{name}' has no {parts}.").format(
                    name=label(relationship), parts=_(" and no ").join(lacking)
                ),
                _("Name who keeps it ('owner') and what for ('why')."),
            )
