"""What every write to a version shares: the lock, and the line in the audit trail."""

from datetime import datetime

from colonnade.governance.operations import record
from colonnade.organization.models import User
from colonnade.strategy.models import StrategyVersion


def locked(version: StrategyVersion) -> StrategyVersion:
    return (
        StrategyVersion.objects.select_for_update(of=("self",))
        .select_related("record__organization")
        .get(pk=version.pk)
    )


def tell(
    version: StrategyVersion,
    action: str,
    actor: User | None,
    now: datetime,
    details: dict[str, object] | None = None,
) -> None:
    subject = f"{version.record.title or 'Strategy'}, version {version.number}"
    organization = version.record.organization
    record(
        organization=organization,
        actor=actor,
        action=f"strategy.{action}",
        subject=subject,
        now=now,
        details={"version": version.number, "digest": version.digest, **(details or {})},
    )
