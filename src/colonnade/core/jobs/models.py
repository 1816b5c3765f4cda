"""One row for each job: what to run, who runs it, how far it is, what came of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models

from colonnade.core.jobs.context import Progress
from colonnade.core.jobs.states import STATES, JobState


class Job(models.Model):
    """Work to be done in the background.

    ``fence`` grows with every claim. A worker writes only where the row still has the fence it was given,
    so that one that was away too long cannot overwrite the work of the one that took over.
    ``organization_id`` is a plain number: core lies below the organisation and cannot point to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization_id = models.BigIntegerField(null=True, blank=True)
    task = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=40)
    priority = models.SmallIntegerField(default=0)
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in JobState], default=STATES.initial
    )
    run_after = models.DateTimeField()
    cancel_requested = models.BooleanField(default=False)

    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    fence = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    workers = models.JSONField(default=list)

    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    last_attempted_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    rate = models.FloatField(default=0.0)
    message = models.CharField(max_length=200, blank=True)

    result = models.JSONField(null=True, blank=True)
    errors = models.JSONField(default=list)

    class Meta:
        indexes = (
            models.Index(fields=("state", "-priority", "run_after"), name="job_next"),
            models.Index(fields=("state", "lease_until"), name="job_lapsed"),
            models.Index(fields=("organization_id", "-enqueued_at"), name="job_of_organization"),
            models.Index(fields=("state", "finished_at"), name="job_finished"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"

    @property
    def name(self) -> str:
        """The task's function name, as words."""
        return self.task.rpartition(".")[2].replace("_", " ").capitalize()

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {JobState.DONE, JobState.DEAD, JobState.CANCELLED}

    @property
    def last_error(self) -> str:
        """The message of the latest failure, or an empty text."""
        return str(self.errors[-1]["message"]) if self.errors else ""

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(done=self.done, total=self.total, rate=self.rate, message=self.message)

    @property
    def expected_end(self) -> datetime | None:
        """When the present rate would have it finished; None where rate or total is unknown."""
        if (
            self.state != JobState.RUNNING
            or not self.total
            or self.rate <= 0
            or self.last_attempted_at is None
        ):
            return None
        return self.last_attempted_at + timedelta(seconds=self.total / self.rate)

    def lateness(self, now: datetime) -> timedelta:
        """How long it has waited past the moment it was due; zero where it is not waiting."""
        if self.state != JobState.WAITING:
            return timedelta()
        return max(now - self.run_after, timedelta())
