"""CHO303."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import CHOOSE, Subject, has_methods


@rule("CHO303", Severity.INFO, once=has_methods)
def single_channel(subject: Subject) -> Iterator[Hit]:
    """Everything on one platform.

    What it finds:
        Two methods or more, all of them in the same social channel, and no other channel open.

    Why it matters:
        Its owner may change what is shown to whom, its prices or its name, and everything built on it goes at
        once. What people leave with you (an address, a subscription) stays.

    How to fix:
        Lead people from it to a place of your own, such as the website or a newsletter, by a method there.
    """
    methods = subject.strategy.methods
    used = {method.channel for method in methods}
    alone = len(subject.channels_in_use) == len(subject.social_channels) == 1
    if len(methods) >= 2 and len(used) == 1 and alone and CHOOSE not in used:
        yield Hit(
            ("methods",),
            _("All {count} methods depend on one platform, '{channel}'.").format(
                count=len(methods), channel=used.pop()
            ),
            _("Add a method in a channel of your own, such as the website or e-mail."),
        )
