"""CHO305."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CHO305", Severity.INFO)
def channel_without_upkeep(subject: Subject) -> Iterator[Hit]:
    """Channel that seems to cost nothing to keep.

    What it finds:
        A social channel in use with no `hours_per_week`.

    Why it matters:
        Somebody reads what comes in, keeps the profile right, watches the figures and learns what the network
        has changed. Left out, each further channel looks free.

    How to fix:
        Write the hours a week that it takes to be there at all, before any post.
    """
    for index, channel in subject.social_channels:
        if not any(channel.hours_per_week.values()):
            yield Hit(
                ("channels", index),
                _("'{channel}' says nothing of the hours it takes to be kept open.").format(
                    channel=label(channel)
                ),
                _("Add 'hours_per_week' by role."),
            )
