"""Reads of the audit trail."""

from django.db.models import QuerySet

from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization


def audit_trail(*, organization: Organization) -> QuerySet[AuditEntry]:
    """Return the organisation's audit entries, newest first."""
    return AuditEntry.objects.filter(organization=organization).select_related("actor")
