"""CHO304."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount

# With less than a quarter of a person a channel gets posts and no conversation.
HOURS_PER_CHANNEL = 9.0


@rule("CHO304", Severity.WARNING)
def spread_thin(subject: Subject) -> Iterator[Hit]:
    """Too many platforms for the hours.

    What it finds:
        Social channels in use with, on average, fewer than nine hours a week of all roles together for each;
        that is more than four to a full-time person.

    Why it matters:
        Each is then fed with copies of the same post, and nobody answers. Two channels that are kept well
        bring more than six that are kept open.

    How to fix:
        Keep the channels that the evidence ranks first and close the others, or add hours.
    """
    limits = subject.strategy.limits
    count = len(subject.social_channels)
    if limits is None or count < 2:
        return
    hours = sum(role.fte for role in limits.roles) * limits.hours_per_fte_week
    if 0 < hours < count * HOURS_PER_CHANNEL:
        yield Hit(
            ("channels",),
            _("{count} social channels share {hours} hours a week: {each} for each.").format(
                count=count, hours=amount(hours), each=amount(hours / count)
            ),
            _("Keep the channels with the best evidence and close the others, or add hours."),
        )
