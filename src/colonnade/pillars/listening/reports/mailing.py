"""Mail: an edition to each recipient once, and the question to an outside address.

An edition and its deliveries are noted together. Each delivery is locked, sent and noted in one transaction:
after a crash at most one mail is sent twice, and then with the same Message-ID, by which programs know it.
"""

from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from colonnade.core.clock import Clock
from colonnade.governance.operations import record
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.pillars.listening.reports.contents import Contents, contents, public
from colonnade.pillars.listening.reports.models import Delivery, Edition, Recipient, Report, Rhythm
from colonnade.pillars.listening.reports.periods import next_due
from colonnade.warehouse.store import Facts


@transaction.atomic
def begin_edition(*, report: Report, due: datetime, now: datetime) -> Edition | None:
    """Note the edition due then with its deliveries, and when the next is due.

    Returns:
        The edition, also where an earlier attempt had noted it; None where the report is off or was changed
        so that it is due at another time.
    """
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("organization", "view")
        .get(pk=report.pk)
    )
    known = report.editions.filter(due_at=due).first()
    if known is not None:
        return Edition.objects.select_related("report__organization", "report__view").get(pk=known.pk)
    if not report.active or report.next_at != due or due > now:
        return None
    edition = Edition.objects.create(report=report, due_at=due, made_at=now)
    Delivery.objects.bulk_create(
        Delivery(edition=edition, recipient=recipient)
        for recipient in report.recipients.select_related("membership__user")
        if recipient.gets_mail and (recipient.membership is None or recipient.membership.user.is_active)
    )
    zone = ZoneInfo(report.organization.time_zone)
    report.next_at = next_due(rhythm=Rhythm(report.rhythm), hour=report.hour, zone=zone, after=now)
    report.save(update_fields=["next_at"])
    return edition


def send_edition(*, edition: Edition, facts: Facts, clock: Clock) -> int:
    """Send an edition to whoever did not get it yet; return how many mails were sent.

    Raises:
        OSError: where the mail server cannot be reached or refuses (``smtplib.SMTPException`` is one).
    """
    waiting = list(edition.deliveries.filter(sent_at=None).values_list("pk", flat=True))
    if not waiting:
        return 0
    report = edition.report
    found = contents(report=report, facts=facts, due=edition.due_at, now=clock())
    if found.empty != edition.empty:
        edition.empty = found.empty
        edition.save(update_fields=["empty"])
    if found.empty and report.skip_empty:
        edition.deliveries.filter(sent_at=None).delete()
        return 0
    sent = sum(_delivered(number, edition, found, clock) for number in waiting)
    record(
        organization=report.organization,
        actor=None,
        action="report.sent",
        subject=report.name,
        now=clock(),
        details={"report": report.pk, "due": edition.due_at.isoformat(), "mails": sent},
    )
    return sent


def _delivered(number: int, edition: Edition, found: Contents, clock: Clock) -> bool:
    with transaction.atomic():
        locked = Delivery.objects.select_for_update(of=("self",)).filter(pk=number, sent_at=None)
        delivery = locked.select_related("recipient__membership__user").first()
        if delivery is None or not delivery.recipient.gets_mail:
            return False
        mail(report=edition.report, found=found, recipient=delivery.recipient, due=edition.due_at).send()
        Delivery.objects.filter(pk=number).update(sent_at=clock())
    return True


def mail(*, report: Report, found: Contents, recipient: Recipient, due: datetime) -> EmailMultiAlternatives:
    """Return a report as mail to one recipient, as text and as HTML."""
    token = recipient.token if recipient.pk else ""  # else a trial, sent to nobody but who asks
    stop = public(reverse("reports_public:stop", kwargs={"token": token})) if token else ""
    said = {
        "report": report,
        "organization": report.organization,
        "found": found,
        "stop": stop,
        "settings": public(org_reverse("reports:one", report.organization, report=report.pk)),
    }
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<report-{report.pk}-{due:%Y%m%dT%H%M}-{recipient.pk}@{_host()}>",
    }
    if stop:
        # RFC 8058: a mail program unsubscribes by a POST to this address, without opening a page.
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=_subject(report.organization, report.name, found),
        body=render_to_string("reports/mail.txt", said),
        to=[recipient.mail_address],
        headers=headers,
    )
    message.attach_alternative(render_to_string("reports/mail.html", said), "text/html")
    return message


def question(*, recipient: Recipient) -> EmailMessage:
    """Return the mail that asks an outside address whether it wants a report; it is sent nothing else."""
    report = recipient.report
    address = {"token": recipient.token}
    return EmailMessage(
        subject=_one_line(
            _("%(organization)s: do you want the report “%(name)s”?")
            % {"organization": report.organization, "name": report.name}
        ),
        body=render_to_string(
            "reports/question.txt",
            {
                "report": report,
                "organization": report.organization,
                "asked_by": recipient.asked_by,
                "agree": public(reverse("reports_public:confirm", kwargs=address)),
                "stop": public(reverse("reports_public:stop", kwargs=address)),
            },
        ),
        to=[recipient.address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _subject(organization: Organization, name: str, found: Contents) -> str:
    return _one_line(
        _("%(organization)s: %(name)s, %(days)s")
        % {"organization": organization, "name": name, "days": found.days}
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:150]


def _host() -> str:
    host = urlsplit(settings.PUBLIC_URL).hostname
    return host or parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
