"""Writes that also put work in the queue: a report is planned, an outside address is asked."""

from datetime import datetime

from django.db import transaction

from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.reports import operations, scheduling
from colonnade.pillars.listening.reports.jobs import ask_address, make_report
from colonnade.pillars.listening.reports.models import Recipient, Report


@transaction.atomic
def add(
    *, organization: Organization, settings: operations.ReportSettings, actor: User | None, now: datetime
) -> Report:
    """Add a report and plan it. Raises ``ValidationError``."""
    report = operations.add_report(organization=organization, settings=settings, actor=actor, now=now)
    return _planned(report, now)


@transaction.atomic
def change(
    *, report: Report, settings: operations.ReportSettings, actor: User | None, now: datetime
) -> Report:
    """Change a report and plan it anew. Raises ``ValidationError``."""
    return _planned(operations.change_report(report=report, settings=settings, actor=actor, now=now), now)


@transaction.atomic
def ask(*, report: Report, address: str, actor: User | None, now: datetime) -> Recipient:
    """Ask an outside address whether it wants a report. Raises ``ValidationError``."""
    recipient = operations.add_address(report=report, address=address, actor=actor, now=now)
    if recipient.confirmed_at is None:
        scheduling.ask_soon(recipient=recipient, task=ask_address, now=now)
    return recipient


def _planned(report: Report, now: datetime) -> Report:
    if report.active:
        scheduling.plan(report=report, task=make_report, now=now)
    return report
