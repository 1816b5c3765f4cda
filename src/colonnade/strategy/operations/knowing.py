"""Keeps what other features push down: evidence, plans, and the goals that work serves."""

from datetime import datetime

from django.db import transaction
from pydantic import BaseModel

from colonnade.organization.models import Organization, User
from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.models import Evidence, ServedGoal, StoredPlan, StrategyVersion
from colonnade.strategy.operations.refusals import UnknownGoal
from colonnade.strategy.operations.versions import tell
from colonnade.strategy.queries import current_version, read_version


def record_evidence(
    *,
    organization: Organization,
    key: str,
    kind: EvidenceKind,
    claim: str,
    observed_at: datetime,
    channel: str = "",
    share: float | None = None,
    n: int | None = None,
    source: str = "",
) -> Evidence:
    """Keep a dated copy of something known; the arguments are the attributes of ``Evidence``.

    Pushed again for the same key and moment, it takes the old one's place.
    """
    evidence, _ = Evidence.objects.update_or_create(
        organization=organization,
        key=key,
        observed_at=observed_at,
        defaults={"kind": kind, "claim": claim, "channel": channel, "share": share, "n": n, "source": source},
    )
    return evidence


@transaction.atomic
def store_plan(*, version: StrategyVersion, plan: BaseModel, actor: User | None, now: datetime) -> StoredPlan:
    """Keep a plan (the solver's ``Plan``) beside the version it was made from."""
    stored = StoredPlan.objects.create(
        version=version,
        digest=version.digest,
        result=plan.model_dump(mode="json"),
        made_by=actor,
        made_at=now,
    )
    tell(version, "planned", actor, now)
    return stored


def claim_goal(*, organization: Organization, key: str) -> ServedGoal:
    """Return the row that work points at to serve the goal ``key``.

    Raises:
        UnknownGoal: where no goal has that id in the version in work.
    """
    version = current_version(organization)
    strategy = read_version(version).strategy if version is not None else None
    known = [goal.id for goal in strategy.goals] if strategy is not None else []
    if version is None or key not in known:
        raise UnknownGoal(
            f"There is no goal '{key}'. Goals of the strategy: {', '.join(known) or 'none yet'}."
        )
    goal, _ = ServedGoal.objects.get_or_create(record=version.record, key=key)
    return goal
