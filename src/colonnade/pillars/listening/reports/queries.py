"""Reads: reports and who gets them."""

from django.db.models import Count, Max, Q, QuerySet

from colonnade.organization.models import Organization
from colonnade.pillars.listening.reports.models import Edition, Recipient, Report


def reports_of(*, organization: Organization) -> QuerySet[Report]:
    """Return the organisation's reports by name, with ``readers`` and when one was ``last_made``."""
    getting = Q(recipients__confirmed_at__isnull=False, recipients__stopped_at=None)
    return (
        Report.objects.filter(organization=organization)
        .select_related("organization", "view")
        .annotate(
            readers=Count("recipients", filter=getting, distinct=True), last_made=Max("editions__made_at")
        )
    )


def recipients_of(*, report: Report) -> QuerySet[Recipient]:
    """Return who gets a report, and who was asked or has unsubscribed."""
    return report.recipients.select_related("membership__user", "report")


def editions_of(*, report: Report) -> QuerySet[Edition]:
    """Return what was made of a report, the latest first, with how many mails were ``sent``."""
    return report.editions.annotate(
        sent=Count("deliveries", filter=Q(deliveries__sent_at__isnull=False)), meant=Count("deliveries")
    )


def recipient_by(*, token: str) -> Recipient | None:
    """Return whom a link in a mail belongs to."""
    return (
        Recipient.objects.select_related("report__organization", "membership__user")
        .filter(token=token)
        .first()
    )
