"""What a document must have before it can be planned, all of it at once, each with its path."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from graphlib import CycleError, TopologicalSorter

from colonnade.strategy.document.model import Effect, Flow, Goal, Limits, Method, Per, Range, Strategy
from colonnade.strategy.solver.effects import LogNormal, NotARange
from colonnade.strategy.solver.priors import prior

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way: where it is in the document, and what to do."""

    path: Path
    message: str

    def __str__(self) -> str:
        """Show as ``goals[0].target: message``."""
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return f"{steps.lstrip('.')}: {self.message}"


class NotReady(Exception):
    """The document cannot be planned yet; ``reasons`` lists everything that it lacks."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(str(reason) for reason in self.reasons))


def missing(strategy: Strategy) -> list[Reason]:
    """Return everything that keeps ``strategy`` from being planned; an empty list means that it can be."""
    return [
        *_top(strategy),
        *_duplicates(strategy),
        *(reason for index, goal in enumerate(strategy.goals) for reason in _goal(goal, index, strategy)),
        *(reason for index in range(len(strategy.methods)) for reason in _method(index, strategy)),
        *_channels(strategy),
        *_money(strategy),
        *_funnel(strategy),
    ]


def _top(strategy: Strategy) -> Iterator[Reason]:
    if strategy.horizon is None:
        yield Reason(("horizon",), "say when the plan starts and how many weeks it covers")
    if strategy.limits is None:
        yield Reason(("limits",), "say how many people (FTE by role) and how much money there are")
    if not strategy.goals:
        yield Reason(("goals",), "state at least one goal")
    if not strategy.methods:
        yield Reason(("methods",), "state at least one method: there is nothing to plan")


def _duplicates(strategy: Strategy) -> Iterator[Reason]:
    lists = {
        "goals": [goal.id for goal in strategy.goals],
        "methods": [method.id for method in strategy.methods],
        "channels": [channel.id for channel in strategy.channels],
        "evidence": [entry.id for entry in strategy.evidence],
    }
    for part, ids in lists.items():
        yield from (Reason((part,), f"{name!r} is used twice") for name, n in Counter(ids).items() if n > 1)
    roles = Counter(_roles(strategy.limits))
    yield from (Reason(("limits", "roles"), f"{name!r} is used twice") for name, n in roles.items() if n > 1)


def _roles(limits: Limits | None) -> list[str]:
    return [role.id for role in limits.roles] if limits else []


def _goal(goal: Goal, index: int, strategy: Strategy) -> Iterator[Reason]:
    wanted = {
        "kpi": "say how it is measured",
        "baseline": "say where the KPI stands today",
        "target": "say how much is wanted",
        "deadline": "say by when",
    }
    for key, message in wanted.items():
        if getattr(goal, key) is None:
            yield Reason(("goals", index, key), message)
    if goal.deadline and strategy.horizon and goal.deadline < strategy.horizon.start:
        yield Reason(("goals", index, "deadline"), "it lies before the plan's first day")


def _method(index: int, strategy: Strategy) -> Iterator[Reason]:
    method = strategy.methods[index]
    path = ("methods", index)
    if not method.hours and not method.cost:
        yield Reason((*path, "hours"), "say what a unit takes: hours by role, or money")
    yield from _known_roles(method.hours, (*path, "hours"), strategy)
    yield from _cadence(method, path)
    yield from _replies(method, path, strategy)
    for place, effect in enumerate(method.effects):
        yield from _effect(method, effect, (*path, "effects", place), strategy)


def _known_roles(named: Iterable[str], path: Path, strategy: Strategy) -> Iterator[Reason]:
    if strategy.limits is None:
        return
    known = _roles(strategy.limits)
    for role in named:
        if role not in known:
            yield Reason((*path, role), f"limits.roles does not say how much of {role!r} there is")


def _cadence(method: Method, path: Path) -> Iterator[Reason]:
    cadence = method.cadence
    if cadence.min_per_week > cadence.max_per_week:
        yield Reason((*path, "cadence"), "the minimum is above the maximum")
    elif (method.minimum_effort_per_week or 0.0) > cadence.max_per_week:
        yield Reason((*path, "minimum_effort_per_week"), "it is above the most that the cadence allows")


def _replies(method: Method, path: Path, strategy: Strategy) -> Iterator[Reason]:
    if method.replies is None:
        return
    if method.replies.role is not None:
        yield from _known_roles([method.replies.role], (*path, "replies", "role"), strategy)
    elif not any(method.hours.values()) and len(_roles(strategy.limits)) != 1:
        yield Reason((*path, "replies", "role"), "say who answers the replies")


def _effect(method: Method, effect: Effect, path: Path, strategy: Strategy) -> Iterator[Reason]:
    goal = next((goal for goal in strategy.goals if goal.id == effect.goal), None)
    if goal is None:
        yield Reason((*path, "goal"), f"there is no goal {effect.goal!r}")
    elif effect.per_unit is not None:
        yield from _range(effect.per_unit, (*path, "per_unit"))
    elif prior(method, goal) is None:
        why = "without a funnel stage" if goal.stage is None else "that is not a count over time"
        yield Reason((*path, "per_unit"), f"say low, likely and high: a goal {why} has no assumed effect")


def _range(given: Range, path: Path) -> Iterator[Reason]:
    try:
        LogNormal.of_range(given)
    except NotARange as error:
        yield Reason(path, str(error))


def _channels(strategy: Strategy) -> Iterator[Reason]:
    for index, channel in enumerate(strategy.channels):
        for key in ("hours_per_week", "setup_hours"):
            yield from _known_roles(getattr(channel, key), ("channels", index, key), strategy)


def _money(strategy: Strategy) -> Iterator[Reason]:
    limits, horizon = strategy.limits, strategy.horizon
    if limits is None or horizon is None or limits.money_per_month is not None:
        return
    if not any(method.cost for method in strategy.methods):
        return
    days = (horizon.start + timedelta(days=day) for day in range(7 * horizon.weeks))
    unstated = sorted({f"{day:%Y-%m}" for day in days} - set(limits.money_by_month))
    if unstated:
        months = unstated[0] if len(unstated) == 1 else f"{unstated[0]} to {unstated[-1]}"
        yield Reason(("limits", "money_per_month"), f"say how much money there is in {months} (0 for none)")


def _funnel(strategy: Strategy) -> Iterator[Reason]:
    goals = {goal.id: goal for goal in strategy.goals}
    for index, flow in enumerate(strategy.funnel):
        path = ("funnel", index)
        yield from _range(flow.rate, (*path, "rate"))
        for key in ("source", "target"):
            yield from _flow_end(goals.get(getattr(flow, key)), getattr(flow, key), (*path, key))
    yield from _circle(strategy.funnel)


def _flow_end(goal: Goal | None, name: str, path: Path) -> Iterator[Reason]:
    if goal is None:
        yield Reason(path, f"there is no goal {name!r}")
    elif goal.kpi and goal.kpi.per is Per.LEVEL:
        yield Reason(path, f"{name!r} is a standing figure, and only counts can flow down a funnel")


def _circle(flows: list[Flow]) -> Iterator[Reason]:
    before: dict[str, set[str]] = {}
    for flow in flows:
        before.setdefault(flow.target, set()).add(flow.source)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        yield Reason(("funnel",), f"it goes in a circle: {' > '.join(reversed(error.args[1]))}")
