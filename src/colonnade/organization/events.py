"""What happened in the organisation, told to whoever listens above (the audit trail does)."""

from datetime import datetime

from django.dispatch import Signal

from colonnade.organization.models import Organization, User

happened = Signal()


def tell(
    *,
    organization: Organization,
    actor: User | None,
    action: str,
    subject: str,
    now: datetime,
    details: dict[str, object] | None = None,
) -> None:
    """Send one event; the arguments are those of ``governance.operations.record``."""
    happened.send(
        sender=Organization,
        organization=organization,
        actor=actor,
        action=action,
        subject=subject,
        now=now,
        details=details,
    )
