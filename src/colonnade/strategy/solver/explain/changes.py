"""What is different from the previous plan."""

from colonnade.strategy.solver.result import Change, GoalPlan, MethodPlan, Plan
from colonnade.strategy.solver.wording import number, percent, signed


def changes(previous: Plan, methods: list[MethodPlan], goals: list[GoalPlan]) -> list[Change]:
    """Return what was taken up, dropped, raised or lowered, and what that does to the goals."""
    return [*_methods(previous, methods), *_goals(previous, goals)]


def _methods(previous: Plan, methods: list[MethodPlan]) -> list[Change]:
    before = {method.id: method for method in previous.methods}
    after = {method.id: method for method in methods}
    found = []
    for key in dict.fromkeys([*after, *before]):
        old, new = _pace(before.get(key)), _pace(after.get(key))
        if abs(old - new) > 1e-9:
            name = (after.get(key) or before[key]).name
            found.append(_method_change(name, old, new))
    return found


def _pace(method: MethodPlan | None) -> float:
    """Units a week, on average over the horizon."""
    return method.units / len(method.weeks) if method and method.weeks else 0.0


def _method_change(name: str, old: float, new: float) -> Change:
    if old == 0:
        sentence = f"{name} is taken up: {number(new)} a week."
    elif new == 0:
        sentence = f"{name} is dropped (it was {number(old)} a week)."
    else:
        sentence = (
            f"{name} is {'raised' if new > old else 'lowered'} from {number(old)} to {number(new)} a week."
        )
    return Change(
        subject=name, before=f"{number(old)} a week", after=f"{number(new)} a week", sentence=sentence
    )


def _goals(previous: Plan, goals: list[GoalPlan]) -> list[Change]:
    before = {goal.id: goal for goal in previous.goals}
    found = []
    for goal in goals:
        old = before.get(goal.id)
        if old is None or abs(goal.expected - old.expected) <= 1e-9 * max(abs(old.expected), 1.0):
            continue
        found.append(
            Change(
                subject=goal.name,
                before=number(old.expected),
                after=number(goal.expected),
                sentence=(
                    f"{goal.name}: {number(goal.expected)} expected "
                    f"({signed(goal.expected - old.expected)}); "
                    f"chance {percent(old.chance)} before, {percent(goal.chance)} now."
                ),
            )
        )
    return found
