"""The states of an erasure and the steps between them."""

from enum import StrEnum

from colonnade.core.states import StateTable


class ErasureState(StrEnum):
    """Where an erasure is on its way."""

    DRAFT = "draft"
    GATHERING = "gathering"
    RUNNING = "running"
    DONE = "done"


ERASURE_STATES = StateTable(
    initial=ErasureState.DRAFT,
    steps={
        # A draft that nobody confirms is removed with all it says; what runs is never stopped half-way.
        ErasureState.DRAFT: frozenset({ErasureState.RUNNING, ErasureState.GATHERING}),
        # Posts that networks say are deleted: hidden already, gathered for one rewriting of the storage.
        ErasureState.GATHERING: frozenset({ErasureState.RUNNING}),
        ErasureState.RUNNING: frozenset({ErasureState.DONE}),
        ErasureState.DONE: frozenset(),
    },
)
