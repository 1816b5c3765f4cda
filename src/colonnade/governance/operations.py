"""Writes: one line in the audit trail."""

from datetime import datetime

from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization, User


def record(
    *,
    organization: Organization,
    actor: User | None,
    action: str,
    subject: str,
    now: datetime,
    details: dict[str, object] | None = None,
) -> AuditEntry:
    """Write one audit entry.

    Args:
        actor: the person who acted; None where the system itself did (a command, a job).
        action: ``feature.verb``, such as ``strategy.approved``.
        subject: what it was done to, readable without the database.
        details: JSON values worth keeping; never a secret.
    """
    return AuditEntry.objects.create(
        organization=organization, actor=actor, action=action, subject=subject, details=details or {}, at=now
    )
