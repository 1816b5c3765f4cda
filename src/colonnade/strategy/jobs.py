"""Background door of the strategy: planning takes seconds, so a page does not wait for it."""

from typing import Any

from django.utils import timezone

from colonnade.core.jobs.context import JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import User
from colonnade.strategy import planning
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.solver import NotReady


def _version(organization_id: int, version_id: int) -> StrategyVersion:
    found = StrategyVersion.objects.select_related("record__organization")
    return found.get(pk=version_id, record__organization_id=organization_id)


@job(max_attempts=2)
def make_plan(
    context: JobContext, *, organization_id: int, version_id: int, actor_id: int | None
) -> dict[str, Any]:
    """Plan a version and keep the plan; the result names it."""
    context.progress(0, message="Solving")
    try:
        stored = planning.make_plan(
            version=_version(organization_id, version_id),
            actor=User.objects.filter(pk=actor_id).first() if actor_id is not None else None,
            now=timezone.now(),
        )
    except (NotReady, planning.CannotBeRead) as error:
        raise JobFailed(str(error)) from error
    return {"plan": stored.pk}


@job(max_attempts=2)
def try_limits(
    context: JobContext,
    *,
    organization_id: int,
    version_id: int,
    fte: dict[str, float],
    money_per_month: float | None,
) -> dict[str, Any]:
    """Plan a version under other limits; the result is the plan, which is kept nowhere else."""
    context.progress(0, message="Solving")
    try:
        plan = planning.plan_under(
            version=_version(organization_id, version_id), fte=fte, money_per_month=money_per_month
        )
    except (NotReady, planning.CannotBeRead) as error:
        raise JobFailed(str(error)) from error
    return plan.model_dump(mode="json")
