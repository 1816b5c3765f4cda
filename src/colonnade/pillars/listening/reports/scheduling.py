"""Puts the making of reports, and questions to outside addresses, in the queue."""

from datetime import datetime
from typing import Any

from colonnade.core.jobs import operations as queue
from colonnade.core.jobs.tasks import JobTask
from colonnade.pillars.listening.reports.models import Recipient, Report


def plan(*, report: Report, task: JobTask[..., Any], now: datetime) -> None:
    """Plan the making of the report that is due next; a second call changes nothing."""
    due = report.next_at.isoformat(timespec="minutes")
    queue.enqueue(
        task.using(run_after=report.next_at),
        kwargs={"organization_id": report.organization_id, "report_id": report.pk, "due": due},
        now=now,
        key=f"{report.pk} {due}",
    )


def ask_soon(*, recipient: Recipient, task: JobTask[..., Any], now: datetime) -> None:
    """Put the question to an outside address in the queue; a second one the same day changes nothing."""
    queue.enqueue(
        task,
        kwargs={"organization_id": recipient.report.organization_id, "recipient_id": recipient.pk},
        now=now,
        key=f"{recipient.pk} {now:%Y-%m-%d}",
    )
