"""The states of an import and the steps between them."""

from enum import StrEnum

from colonnade.core.states import StateTable


class ImportState(StrEnum):
    """Where an import is on its way."""

    RECEIVED = "received"
    MAPPING = "mapping"
    RUNNING = "running"
    DONE = "done"
    ROWS_ASIDE = "rows_aside"
    FAILED = "failed"
    CANCELLED = "cancelled"


IMPORT_STATES = StateTable(
    initial=ImportState.RECEIVED,
    steps={
        ImportState.RECEIVED: frozenset({ImportState.MAPPING, ImportState.FAILED, ImportState.CANCELLED}),
        ImportState.MAPPING: frozenset({ImportState.RUNNING, ImportState.CANCELLED}),
        ImportState.RUNNING: frozenset(
            {ImportState.DONE, ImportState.ROWS_ASIDE, ImportState.FAILED, ImportState.CANCELLED}
        ),
        # What was read stays; starting again goes on after the last row that was kept.
        ImportState.FAILED: frozenset({ImportState.RUNNING}),
        ImportState.CANCELLED: frozenset({ImportState.RUNNING}),
        ImportState.DONE: frozenset(),
        ImportState.ROWS_ASIDE: frozenset(),
    },
)
