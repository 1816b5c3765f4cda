"""The life of a job."""

from enum import StrEnum

from colonnade.core.states import StateTable


class JobState(StrEnum):
    """Where a job is in its life."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


STATES: StateTable[JobState] = StateTable(
    initial=JobState.WAITING,
    steps={
        JobState.WAITING: frozenset({JobState.RUNNING, JobState.CANCELLED}),
        # Back to waiting: a retry, or a worker that was asked to stop. Running again: its lease ran out.
        JobState.RUNNING: frozenset(JobState),
        JobState.DONE: frozenset(),
        JobState.DEAD: frozenset({JobState.WAITING}),
        JobState.CANCELLED: frozenset({JobState.WAITING}),
    },
)
