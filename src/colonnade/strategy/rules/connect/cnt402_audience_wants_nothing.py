"""CNT402."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import label


@rule("CNT402", Severity.WARNING)
def audience_wants_nothing(subject: Subject) -> Iterator[Hit]:
    """Audience of which nothing is known.

    What it finds:
        An audience without `wants`.

    Why it matters:
        A name such as "decision makers" tells an author nothing. What they try to get done, and what they ask
        on the way, is what content is made from.

    How to fix:
        Write what they ask, in their words; listening and the service desk know.
    """
    for index, audience in enumerate(subject.strategy.audiences):
        if not audience.wants:
            yield Hit(
                ("audiences", index),
                _("Nothing says what '{audience}' want to know.").format(audience=label(audience)),
                _("Add 'wants' with the questions they ask."),
            )
