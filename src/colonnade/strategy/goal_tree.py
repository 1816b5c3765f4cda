"""Every piece of work traces to a business goal, both ways: the tree, and what hangs outside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from colonnade.strategy.document.model import Effect, Goal, Method, Objective, Strategy, Unit
from colonnade.strategy.progress import Progress
from colonnade.strategy.work import WorkItem


@dataclass(frozen=True, slots=True)
class Named:
    """Another goal: its id, and what to call it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class MethodLeaf:
    """A method under one of the goals it works for; ``also`` are its other goals."""

    method: Method
    effect: Effect
    also: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class GoalBranch:
    """A goal with its progress, what works for it, and the goals it feeds or is fed by down the funnel."""

    goal: Goal
    progress: Progress | None
    methods: tuple[MethodLeaf, ...]
    work: tuple[WorkItem, ...]
    feeds: tuple[Named, ...]
    fed_by: tuple[Named, ...]

    @property
    def idle(self) -> bool:
        """Whether nothing works for the goal, directly or by another goal that feeds it."""
        return not (self.methods or self.work or self.fed_by)


@dataclass(frozen=True, slots=True)
class ObjectiveBranch:
    """An objective with the goals that serve it."""

    objective: Objective
    goals: tuple[GoalBranch, ...]


@dataclass(frozen=True, slots=True)
class UnitBranch:
    """A business unit with its objectives."""

    unit: Unit
    objectives: tuple[ObjectiveBranch, ...]


@dataclass(frozen=True, slots=True)
class GoalTree:
    """The units' trees, and the orphans: what does not hang on them.

    Attributes:
        objectives_without_unit: with their goals.
        goals_without_objective: serving nothing, or an objective that does not exist.
        methods_without_goal: with no effect on a goal that exists.
        work_without_goal: work that names no goal, or one that the strategy no longer has.
    """

    units: tuple[UnitBranch, ...]
    objectives_without_unit: tuple[ObjectiveBranch, ...]
    goals_without_objective: tuple[GoalBranch, ...]
    methods_without_goal: tuple[Method, ...]
    work_without_goal: tuple[WorkItem, ...]

    @property
    def orphans(self) -> int:
        """How many things do not hang on a unit."""
        return (
            len(self.objectives_without_unit)
            + len(self.goals_without_objective)
            + len(self.methods_without_goal)
            + len(self.work_without_goal)
        )


def grow(
    strategy: Strategy, *, work: Mapping[str | None, Sequence[WorkItem]], progress: Mapping[str, Progress]
) -> GoalTree:
    """Return the tree of ``strategy`` with ``work`` and ``progress`` (both by goal id) hung on it."""
    goals = {goal.id for goal in strategy.goals}
    branches = [
        _goal_branch(goal, strategy, work.get(goal.id, ()), progress.get(goal.id)) for goal in strategy.goals
    ]
    objectives = [
        ObjectiveBranch(objective, tuple(branch for branch in branches if branch.goal.serves == objective.id))
        for objective in strategy.objectives
    ]
    units = {unit.id for unit in strategy.units}
    known_objectives = {objective.id for objective in strategy.objectives}
    return GoalTree(
        units=tuple(
            UnitBranch(unit, tuple(branch for branch in objectives if branch.objective.unit == unit.id))
            for unit in strategy.units
        ),
        objectives_without_unit=tuple(branch for branch in objectives if branch.objective.unit not in units),
        goals_without_objective=tuple(
            branch for branch in branches if branch.goal.serves not in known_objectives
        ),
        methods_without_goal=tuple(
            method
            for method in strategy.methods
            if goals.isdisjoint(effect.goal for effect in method.effects)
        ),
        work_without_goal=tuple(item for goal, items in work.items() if goal not in goals for item in items),
    )


def _goal_branch(
    goal: Goal, strategy: Strategy, work: Sequence[WorkItem], progress: Progress | None
) -> GoalBranch:
    names = {other.id: Named(other.id, other.name or other.id) for other in strategy.goals}

    def known(ids: Iterable[str]) -> tuple[Named, ...]:
        return tuple(names[other] for other in dict.fromkeys(ids) if other in names and other != goal.id)

    leaves = [
        MethodLeaf(method, effect, known(other.goal for other in method.effects))
        for method in strategy.methods
        for effect in method.effects
        if effect.goal == goal.id
    ]
    return GoalBranch(
        goal=goal,
        progress=progress,
        methods=tuple(leaves),
        work=tuple(work),
        feeds=known(flow.target for flow in strategy.funnel if flow.source == goal.id),
        fed_by=known(flow.source for flow in strategy.funnel if flow.target == goal.id),
    )
