"""Communicate: the conversation, and what happens when something burns."""

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Pillar
from colonnade.workbook.situation import Situation
from colonnade.workbook.state import Criterion, Step, Todo, share_of

EDITOR = "strategy:document"


def _promise(situation: Situation) -> Criterion:
    communication = situation.document.communication
    return Criterion(
        needs=_("A promise to those who ask: how fast, in which hours"),
        share=share_of(
            [
                bool(communication and communication.response_minutes),
                bool(communication and communication.hours),
            ]
        ),
        known=_("a response time or hours are promised"),
        missing=_("Any channel you open will be asked questions: promise how fast you answer, and when."),
        todo=Todo(label=_("Write the promise"), page=EDITOR, fragment="communication"),
    )


def _answering(situation: Situation) -> Criterion:
    methods = situation.document.methods
    planned = any(method.pillar == Pillar.SUPPORT or method.replies for method in methods)
    return Criterion(
        needs=_("Hours for the answers"),
        share=1.0 if planned else 0.0,
        known=_("answering has hours in the plan"),
        missing=_("Plan who answers: a support method, or the replies that each post will bring."),
        todo=Todo(label=_("Plan the answers"), page=EDITOR, fragment="methods"),
    )


def _crisis(situation: Situation) -> Criterion:
    communication = situation.document.communication
    crisis = communication.crisis if communication else None
    parts = (
        [crisis.owner, crisis.deputy, crisis.find, crisis.investigate, crisis.review, crisis.engage]
        if crisis
        else []
    )
    return Criterion(
        needs=_("A crisis plan: Find, Investigate, Review, Engage, with an owner and a deputy"),
        share=share_of([bool(part) for part in parts]),
        known=_("a crisis plan is written"),
        missing=_("Write what happens when something burns, and who decides when the owner is away."),
        todo=Todo(label=_("Write the crisis plan"), page=EDITOR, fragment="communication"),
    )


def assess(situation: Situation) -> Step:
    """Return how well the conversation is prepared."""
    return Step(
        key="communicate",
        title=_("Communicate"),
        decides=_("Conversation, crisis"),
        criteria=(_promise(situation), _answering(situation), _crisis(situation)),
        cracks=situation.cracks_of("communicate"),
    )
