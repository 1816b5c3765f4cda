"""The eight steps in their order."""

from colonnade.workbook import (
    choose,
    clarify,
    collaborate,
    communicate,
    conclude,
    connect,
    coordinate,
    create,
)
from colonnade.workbook.situation import Situation
from colonnade.workbook.state import Step


def assess(situation: Situation) -> tuple[Step, ...]:
    """Return the state of all eight steps, Clarify first."""
    clarified = clarify.assess(situation)
    return (
        clarified,
        create.assess(situation),
        choose.assess(situation, clarified=clarified),
        connect.assess(situation),
        coordinate.assess(situation),
        collaborate.assess(situation),
        communicate.assess(situation),
        conclude.assess(situation),
    )
