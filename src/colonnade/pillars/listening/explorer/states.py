"""The states of a bulk action and the steps between them."""

from enum import StrEnum

from colonnade.core.states import StateTable


class ActionState(StrEnum):
    """How far it is."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    UNDOING = "undoing"
    UNDONE = "undone"


ACTION_STATES = StateTable(
    initial=ActionState.RUNNING,
    steps={
        ActionState.RUNNING: frozenset({ActionState.DONE, ActionState.STOPPED}),
        ActionState.DONE: frozenset({ActionState.UNDOING}),
        # Cut off or cancelled: what was changed until then stands, and can be undone.
        ActionState.STOPPED: frozenset({ActionState.UNDOING}),
        ActionState.UNDOING: frozenset({ActionState.UNDONE}),
        ActionState.UNDONE: frozenset(),
    },
)
