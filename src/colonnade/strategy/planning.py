"""Asks the solver for plans: of a version's own limits, or of other limits to see what would change."""

from collections.abc import Mapping
from datetime import datetime

from colonnade.organization.models import User
from colonnade.strategy import queries
from colonnade.strategy.document.model import Limits, Strategy
from colonnade.strategy.models import StoredPlan, StrategyVersion
from colonnade.strategy.operations import store_plan
from colonnade.strategy.solver import Plan, solve


class CannotBeRead(Exception):
    """The version's text has errors of form, so nothing can be planned from it."""


def _strategy_of(version: StrategyVersion) -> Strategy:
    reading = queries.read_version(version)
    if reading.strategy is None:
        first = reading.problems[0]
        raise CannotBeRead(f"{version.name}, line {first.line}: {first.message}")
    return reading.strategy


def make_plan(*, version: StrategyVersion, actor: User | None, now: datetime) -> StoredPlan:
    """Plan a version and keep the plan beside it, with what changed since the plan before.

    Raises:
        CannotBeRead: where the text has errors of form.
        NotReady: where the document lacks what a plan needs.
    """
    before = queries.latest_plan(version.record.organization)
    previous = Plan.model_validate(before.result) if before else None
    plan = solve(_strategy_of(version), previous=previous)
    return store_plan(version=version, plan=plan, actor=actor, now=now)


def with_limits(
    strategy: Strategy, *, fte: Mapping[str, float], money_per_month: float | None = None
) -> Strategy:
    """Return the strategy under other limits; a role that is not named keeps what it has."""
    limits = strategy.limits or Limits()
    roles = [role.model_copy(update={"fte": fte.get(role.id, role.fte)}) for role in limits.roles]
    changes: dict[str, object] = {"roles": roles}
    if money_per_month is not None:
        changes |= {"money_per_month": money_per_month, "money_by_month": {}}
    return strategy.model_copy(update={"limits": limits.model_copy(update=changes)})


def plan_under(*, version: StrategyVersion, fte: Mapping[str, float], money_per_month: float | None) -> Plan:
    """Return the plan that other limits would give; nothing is kept. Raises as ``make_plan``."""
    present = queries.plans(version).first()
    previous = Plan.model_validate(present.result) if present else None
    changed = with_limits(_strategy_of(version), fte=fte, money_per_month=money_per_month)
    return solve(changed, previous=previous)
