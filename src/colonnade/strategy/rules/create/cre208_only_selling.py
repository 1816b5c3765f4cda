"""CRE208."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label

# Beyond half, a reader meets an offer more often than anything for themselves.
HIGHEST_SHARE = 0.5


@rule("CRE208", Severity.WARNING)
def only_selling(subject: Subject) -> Iterator[Hit]:
    """Promotion that only sells.

    What it finds:
        A method of the promotion pillar more than half of which sells.

    Why it matters:
        Promotion moves people from one stage to the next by content they want, with an offer at its end. A
        sell job from the first line moves them away.

    How to fix:
        Lead with what the reader wants to know, and put the offer on the page that it leads to.
    """
    for index, method in enumerate(subject.strategy.methods):
        share = method.selling_share
        if method.pillar is Pillar.PROMOTION and share is not None and share > HIGHEST_SHARE:
            yield Hit(
                ("methods", index, "selling_share"),
                _(
                    "{share:.0%} of '{method}' sells: people who want no offer yet have no reason to stay."
                ).format(share=share, method=label(method)),
                _("Give more than half of it to what the audience wants to know."),
            )
