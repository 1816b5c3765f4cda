"""The life of a brief."""

from enum import StrEnum

from colonnade.core.states import StateTable


class BriefState(StrEnum):
    """How far a brief is."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


BRIEF_STATES: StateTable[BriefState] = StateTable(
    initial=BriefState.OPEN,
    steps={
        BriefState.OPEN: frozenset({BriefState.DONE, BriefState.DROPPED}),
        BriefState.DONE: frozenset({BriefState.OPEN}),
        BriefState.DROPPED: frozenset({BriefState.OPEN}),
    },
)
