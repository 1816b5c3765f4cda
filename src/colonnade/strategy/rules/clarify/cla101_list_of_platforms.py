"""CLA101."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CLA101", Severity.ERROR)
def list_of_platforms(subject: Subject) -> Iterator[Hit]:
    """List of platforms.

    What it finds:
        Channels, or methods in chosen channels, in a document that has neither an objective nor a goal.

    Why it matters:
        Platforms say where, and a little of how. A strategy says why first: without a goal nobody can tell
        whether the work was worth its hours, and any platform is as good as any other.

    How to fix:
        Write the business unit's objective and a goal that serves it. Leave `channel: choose` in the methods
        until you have heard where your customers converse.
    """
    if subject.bare_platforms:
        yield Hit(
            ("channels",) if subject.strategy.channels else ("methods",),
            _("This is a list of platforms ({names}), not a strategy: it names no goal.").format(
                names=", ".join(subject.bare_platforms)
            ),
            _("Begin with what the business wants: an objective, and a goal that serves it."),
        )
