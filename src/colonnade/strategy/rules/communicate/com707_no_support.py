"""COM707."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods


@rule("COM707", Severity.WARNING, once=has_methods)
def no_support(subject: Subject) -> Iterator[Hit]:
    """Open channels and no support.

    What it finds:
        Social channels in use, and no method of the support pillar.

    Why it matters:
        Customers take their question to where they see you, whether or not you meant it for that. The team
        that answers on the web and by telephone is the one to answer there too; it must know.

    How to fix:
        Add a method of the support pillar with the hours of those who answer.
    """
    if not subject.social_channels:
        return
    if not any(method.pillar is Pillar.SUPPORT for method in subject.strategy.methods):
        yield Hit(
            ("methods",),
            _("Customers will ask for help in the social channels, and no method answers them."),
            _("Add a method with 'pillar: support' and its hours."),
        )
