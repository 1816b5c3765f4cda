"""Small strategies with known answers."""

from datetime import date
from typing import Any

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver.result import GoalPlan, Plan

START = date(2027, 1, 4)


def goal(**changes: Any) -> dict[str, Any]:
    """Leads: 40 a month today, 60 wanted by the end of twelve weeks."""
    return {
        "id": "leads",
        "name": "Qualified leads",
        "stage": "lead",
        "kpi": {"metric": "leads", "per": "month", "source": "CRM"},
        "baseline": 40,
        "target": 60,
        "deadline": date(2027, 3, 28),
        **changes,
    }


def method(key: str, per_unit: float | None = 1.0, **changes: Any) -> dict[str, Any]:
    """A method in no channel; ``per_unit`` leads for certain, or the assumed effect for None."""
    effect: dict[str, Any] = {"goal": "leads"}
    if per_unit is not None:
        effect["per_unit"] = {"low": per_unit, "likely": per_unit, "high": per_unit}
    return {
        "id": key,
        "name": key.title(),
        "pillar": "promotion",
        "format": "post",
        "hours": {"writer": 4},
        "cost": 0,
        "cadence": {"min_per_week": 0, "max_per_week": 3},
        "effects": [effect],
        **changes,
    }


def strategy(**changes: Any) -> Strategy:
    """One goal, two methods, one writer, $1,000 a month, twelve weeks."""
    document: dict[str, Any] = {
        "title": "A strategy",
        "horizon": {"start": START, "weeks": 12},
        "goals": [goal()],
        "methods": [method("posts", 1.0), method("guides", 5.0, hours={"writer": 12}, cost=100)],
        "limits": {"roles": [{"id": "writer", "fte": 1}], "money_per_month": 1000},
        **changes,
    }
    return Strategy.model_validate(document)


def goal_of(plan: Plan, key: str = "leads") -> GoalPlan:
    """Return what a plan says of a goal."""
    return next(item for item in plan.goals if item.id == key)
