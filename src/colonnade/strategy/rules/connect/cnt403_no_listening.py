"""CNT403."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_goals


@rule("CNT403", Severity.WARNING, once=has_goals)
def no_listening(subject: Subject) -> Iterator[Hit]:
    """No listening.

    What it finds:
        Goals in a document that does not say for which brands or topics to listen.

    Why it matters:
        Who talks about you, about what, where, how they feel and what competitors do: every later step draws
        on the answers. Speaking before listening is how companies make themselves ridiculous.

    How to fix:
        Write under `listening` your brands and products as people write them, and the topics you work in.
    """
    listening = subject.strategy.listening
    if listening is None or not (listening.brands or listening.topics):
        yield Hit(
            ("listening",),
            _("The document does not say what to listen for."),
            _("Add 'listening' with your 'brands' and 'topics'."),
        )
