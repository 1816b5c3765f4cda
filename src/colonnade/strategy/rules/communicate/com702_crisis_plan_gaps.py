"""COM702."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject

_STEPS = ("find", "investigate", "review", "engage", "first_response_minutes")


@rule("COM702", Severity.WARNING)
def crisis_plan_gaps(subject: Subject) -> Iterator[Hit]:
    """Crisis plan with gaps.

    What it finds:
        A crisis plan that does not say how a crisis is found, investigated, reviewed or engaged in, or within
        what time a first answer is given.

    Why it matters:
        In a crisis people do what is written. Where nothing is written they wait, and silence is read as
        guilt.

    How to fix:
        Write one sentence for each: who notices and how, who finds out what is true, who agrees to the words,
        who speaks where.
    """
    communication = subject.strategy.communication
    crisis = communication.crisis if communication else None
    if crisis is None:
        return
    lacking = [step for step in _STEPS if not getattr(crisis, step)]
    if lacking:
        yield Hit(
            ("communication", "crisis"),
            _("The crisis plan lacks: {steps}.").format(steps=", ".join(lacking)),
            _("Add a sentence for each."),
        )
