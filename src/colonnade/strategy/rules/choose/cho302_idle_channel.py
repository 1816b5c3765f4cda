"""CHO302."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import CHOOSE, Subject, has_methods
from colonnade.strategy.rules.wording import label


@rule("CHO302", Severity.WARNING, once=has_methods)
def idle_channel(subject: Subject) -> Iterator[Hit]:
    """Open channel with no work in it.

    What it finds:
        A social channel that is open and that no method names, in a document whose methods all have chosen
        their channels.

    Why it matters:
        It takes hours to keep, people will ask questions in it, and nothing is gained there.

    How to fix:
        Close it in an orderly way (say where you can be reached), or give it a method.
    """
    if any(method.channel == CHOOSE for method in subject.strategy.methods):
        return
    for index, channel in subject.social_channels:
        if channel.id not in subject.methods_by_channel:
            yield Hit(
                ("channels", index),
                _("'{channel}' is open, and no method uses it.").format(channel=label(channel)),
                _("Close it, or name it in a method's 'channel'."),
            )
