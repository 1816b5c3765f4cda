"""CNT404."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CNT404", Severity.INFO)
def no_competitors(subject: Subject) -> Iterator[Hit]:
    """Listening to oneself alone.

    What it finds:
        Listening for brands or topics with no competitor among them.

    Why it matters:
        A figure such as 400 mentions is high or low only beside somebody else's. And what their customers
        complain about is what yours might come for.

    How to fix:
        Add two or three competitors whom the sales people meet, under `listening: competitors`.
    """
    listening = subject.strategy.listening
    if listening is not None and (listening.brands or listening.topics) and not listening.competitors:
        yield Hit(
            ("listening",),
            _("No competitor is listened for."),
            _("Add 'competitors' to 'listening'."),
        )
