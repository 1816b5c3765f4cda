"""CHO306."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("CHO306", Severity.INFO, once=has_goals)
def channels_first(subject: Subject) -> Iterator[Hit]:
    """Channels written above the goals.

    What it finds:
        A document in which `channels` comes before `goals`.

    Why it matters:
        Readers take what stands first for what matters first. Why and what come before how and where.

    How to fix:
        Move `channels` below `goals` and `methods`.
    """
    if not subject.strategy.channels:
        return
    if subject.read.position(("channels",)) < subject.read.position(("goals",)):
        yield Hit(
            ("channels",),
            _("The channels stand above the goals."),
            _("Move 'channels' below 'goals' and 'methods'."),
        )
