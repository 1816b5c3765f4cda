"""Writes: reports and who gets them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings as server
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Membership, Organization, User
from colonnade.pillars.listening.explorer.models import SavedView
from colonnade.pillars.listening.reports.models import QUESTION_NAMES, Recipient, Report, Rhythm
from colonnade.pillars.listening.reports.periods import next_due

MOST_RECIPIENTS = 100


@dataclass(frozen=True, kw_only=True)
class ReportSettings:
    """What is mailed, and when; see ``models.Report``."""

    name: str
    rhythm: Rhythm = Rhythm.WEEKLY
    hour: int = 8
    questions: Sequence[str] = ()
    view: SavedView | None = None
    skip_empty: bool = False
    active: bool = True


def add_report(
    *, organization: Organization, settings: ReportSettings, actor: User | None, now: datetime
) -> Report:
    """Add a report; whoever adds it gets it. Raises ``ValidationError``."""
    report = Report(organization=organization, created_at=now)
    with transaction.atomic():
        _write(report, settings, now)
        _note(report, "report.added", actor, now)
        member = organization.memberships.filter(user=actor).first() if actor else None
        if member is not None:
            _add(report, actor, now, membership=member)
    return report


def change_report(*, report: Report, settings: ReportSettings, actor: User | None, now: datetime) -> Report:
    """Change a report; who gets it stays. Raises ``ValidationError``."""
    with transaction.atomic():
        _write(report, settings, now)
        _note(report, "report.changed", actor, now)
    return report


def remove_report(*, report: Report, actor: User | None, now: datetime) -> None:
    """Remove a report for good."""
    with transaction.atomic():
        _note(report, "report.removed", actor, now)
        report.delete()


def add_member(*, report: Report, membership: Membership, actor: User | None, now: datetime) -> Recipient:
    """Let a member get a report; one who unsubscribed can only come back by themselves.

    Raises:
        ValidationError: where somebody else would put back who unsubscribed, or there are too many.
    """
    known = report.recipients.filter(membership=membership).first()
    if known is None:
        return _add(report, actor, now, membership=membership)
    if known.stopped_at is not None:
        if actor != membership.user:
            raise ValidationError(_("This member has unsubscribed, and can subscribe again here."))
        known.stopped_at = None
        known.save(update_fields=["stopped_at"])
        _note(report, "report.recipient_back", actor, now)
    return known


def add_address(*, report: Report, address: str, actor: User | None, now: datetime) -> Recipient:
    """Note an outside address, which gets nothing before it has agreed (see ``starting.ask``).

    Raises:
        ValidationError: for an address that is none, or that has unsubscribed; where the server has no public
            address, by which the question could be answered.
    """
    if not server.PUBLIC_URL:
        raise ValidationError(
            _("Outside addresses are asked by a link: set COLONNADE_PUBLIC_URL on the server first.")
        )
    address = address.strip().lower()
    validate_email(address)
    with transaction.atomic():
        known = report.recipients.filter(address=address).first()
        if known is not None and known.stopped_at is not None:
            raise ValidationError(_("This address has unsubscribed, and is left in peace."))
        return known or _add(report, actor, now, address=address)


def confirm(*, recipient: Recipient, now: datetime) -> Recipient:
    """Note that the owner of an outside address has agreed."""
    recipient.confirmed_at, recipient.stopped_at = now, None
    with transaction.atomic():
        recipient.save(update_fields=["confirmed_at", "stopped_at"])
        _note(recipient.report, "report.recipient_agreed", None, now)
    return recipient


def unsubscribe(*, recipient: Recipient, now: datetime) -> Recipient:
    """Note that somebody wants no more of a report. Done twice it changes nothing."""
    if recipient.stopped_at is None:
        recipient.stopped_at = now
        with transaction.atomic():
            recipient.save(update_fields=["stopped_at"])
            _note(recipient.report, "report.unsubscribed", None, now)
    return recipient


def remove_recipient(*, recipient: Recipient, actor: User | None, now: datetime) -> None:
    """Take somebody off a report; who has unsubscribed stays noted. Raises ``ValidationError``."""
    if recipient.stopped_at is not None:
        raise ValidationError(_("Who has unsubscribed stays noted, so that nobody puts them back."))
    with transaction.atomic():
        _note(recipient.report, "report.recipient_removed", actor, now)
        recipient.delete()


def _add(
    report: Report,
    actor: User | None,
    now: datetime,
    *,
    membership: Membership | None = None,
    address: str = "",
) -> Recipient:
    if report.recipients.count() >= MOST_RECIPIENTS:
        raise ValidationError(_("A report goes to %(most)d people at most.") % {"most": MOST_RECIPIENTS})
    _note(report, "report.recipient_added", actor, now)
    return Recipient.objects.create(
        report=report,
        membership=membership,
        address=address,
        token=secrets.token_urlsafe(32),
        asked_by=actor,
        created_at=now,
        confirmed_at=now if membership else None,
    )


def _write(report: Report, settings: ReportSettings, now: datetime) -> None:
    report.name = " ".join(settings.name.split())
    report.rhythm, report.hour = settings.rhythm, settings.hour
    report.questions = [key for key in QUESTION_NAMES if key in settings.questions]
    report.view, report.skip_empty, report.active = settings.view, settings.skip_empty, settings.active
    if not report.questions and report.view is None:
        raise ValidationError(_("Choose at least one question, or a view."))
    if report.view is not None and (
        report.view.organization_id != report.organization_id or not report.view.shared
    ):
        raise ValidationError({"view": _("Share the view first: whoever gets the report sees its posts.")})
    zone = ZoneInfo(report.organization.time_zone)
    report.next_at = now
    report.full_clean(exclude=["organization", "view", "questions"])
    report.next_at = next_due(rhythm=settings.rhythm, hour=settings.hour, zone=zone, after=now)
    report.save()


def _note(report: Report, action: str, actor: User | None, now: datetime) -> None:
    # No address is noted: who is outside has a right to be forgotten.
    record(
        organization=report.organization,
        actor=actor,
        action=action,
        subject=report.name,
        now=now,
        details={"report": report.pk},
    )
