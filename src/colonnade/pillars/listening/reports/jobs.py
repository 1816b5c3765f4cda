"""Background work: make and send the report that is due, and ask outside addresses."""

from datetime import datetime

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.pillars.listening.reports import mailing, scheduling
from colonnade.pillars.listening.reports.contents import contents
from colonnade.pillars.listening.reports.models import Recipient, Report
from colonnade.warehouse.store import open_store


@job(queue="warehouse", priority=5, max_attempts=30, first_retry=30)
def make_report(context: JobContext, *, organization_id: int, report_id: int, due: str) -> int:
    """Send the report that is due at ``due`` (ISO 8601) to whoever did not get it yet.

    The next one is planned first, so that no failure ends the row; it ends where the report is turned off.

    Returns:
        How many mails were sent.
    """
    reports = Report.objects.select_related("organization", "view")
    report = reports.filter(pk=report_id, organization_id=organization_id).first()
    if report is None:
        return 0
    now = system_clock()
    edition = mailing.begin_edition(report=report, due=datetime.fromisoformat(due), now=now)
    if edition is None:
        return 0
    scheduling.plan(report=edition.report, task=make_report, now=now)
    facts = open_store().facts(organization_id)
    return mailing.send_edition(edition=edition, facts=facts, clock=system_clock)


@job(max_attempts=10, first_retry=30)
def ask_address(context: JobContext, *, organization_id: int, recipient_id: int) -> None:
    """Ask an outside address whether it wants a report, unless it has answered already."""
    recipients = Recipient.objects.select_related("report__organization", "asked_by")
    recipient = recipients.filter(pk=recipient_id, report__organization_id=organization_id).first()
    if recipient is not None and recipient.confirmed_at is None and recipient.stopped_at is None:
        mailing.question(recipient=recipient).send()


@job(queue="warehouse", priority=50, max_attempts=1)
def preview_report(context: JobContext, *, organization_id: int, report_id: int) -> str:
    """Return the text of a report as it would be mailed now."""
    reports = Report.objects.select_related("organization", "view")
    report = reports.filter(pk=report_id, organization_id=organization_id).first()
    if report is None:
        raise JobFailed(f"there is no report {report_id}: see colonnade reports list")
    now = system_clock()
    found = contents(report=report, facts=open_store().facts(organization_id), due=now, now=now)
    recipient = Recipient(report=report)
    return str(mailing.mail(report=report, found=found, recipient=recipient, due=now).body)
