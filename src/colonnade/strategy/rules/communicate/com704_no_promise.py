"""COM704."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_social


@rule("COM704", Severity.WARNING, once=has_social)
def no_promise(subject: Subject) -> Iterator[Hit]:
    """No promise to those who ask.

    What it finds:
        Social channels in use and no `response_minutes`.

    Why it matters:
        Any channel that you open will be asked questions. Without a promise nobody knows what is late, and
        the hours for answering are in nobody's plan.

    How to fix:
        Promise a time that you can keep, and say during which `hours`.
    """
    communication = subject.strategy.communication
    if communication is None or communication.response_minutes is None:
        yield Hit(
            ("communication",),
            _("Social channels are open, and nothing is promised to those who ask there."),
            _("Add 'communication: response_minutes' and 'hours'."),
        )
