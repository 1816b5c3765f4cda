"""CRE207."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label

# One piece in five: enough to say who is speaking, too little to be taken for an advertiser.
HIGHEST_SHARE = 0.2


@rule("CRE207", Severity.WARNING)
def selling_in_leadership(subject: Subject) -> Iterator[Hit]:
    """Too much selling in thought leadership.

    What it finds:
        A method of the leadership pillar whose `selling_share` is above 0.2, which is one piece in five.

    Why it matters:
        People come for solutions to their problems. They stay with those who give them, and they leave when
        each answer ends in an offer; then the top of the funnel dries up.

    How to fix:
        Lower the share, or call the method what it is: promotion.
    """
    for index, method in enumerate(subject.strategy.methods):
        share = method.selling_share
        if method.pillar is Pillar.LEADERSHIP and share is not None and share > HIGHEST_SHARE:
            yield Hit(
                ("methods", index, "selling_share"),
                _("{share:.0%} of '{method}' sells; thought leadership bears {highest:.0%}.").format(
                    share=share, method=label(method), highest=HIGHEST_SHARE
                ),
                _("Sell less in it, or make it a method of the promotion pillar."),
            )
