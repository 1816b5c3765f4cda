"""Put a decision into the words and tables of a plan."""

from datetime import date, timedelta

import numpy as np

from colonnade.strategy.solver.draws import DRAWS, draw
from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.evaluate import (
    Choice,
    block_ends,
    hours_used,
    increments,
    kpi,
    kpi_path,
    mean_beliefs,
    money_used,
    pace,
    starts,
)
from colonnade.strategy.solver.problem import Problem, Target, Term
from colonnade.strategy.solver.refine import by_week
from colonnade.strategy.solver.result import (
    Block,
    ChannelPlan,
    GoalPlan,
    Level,
    MethodPlan,
    MonthUse,
    RoleUse,
    Use,
)
from colonnade.strategy.solver.wording import day, kpi_amount, kpi_value, percent, sentence_case


def block_plans(problem: Problem) -> list[Block]:
    """Return the blocks with their days."""
    return [
        Block(start=start, end=end, weeks=weeks)
        for start, end, weeks in zip(problem.starts, block_ends(problem), problem.block_weeks, strict=True)
    ]


def method_plans(problem: Problem, choice: Choice) -> list[MethodPlan]:
    """Return what to do of each method, in the document's order."""
    weeks = by_week(problem, choice)
    return [
        _method_plan(problem, choice, index, weeks[index].tolist()) for index in range(len(problem.works))
    ]


def _method_plan(problem: Problem, choice: Choice, index: int, weeks: list[int]) -> MethodPlan:
    work = problem.works[index]
    units = choice.units[index]
    terms = [term for term in problem.terms if term.work == index]
    return MethodPlan(
        id=work.method.id,
        name=work.name,
        pillar=work.method.pillar or "",
        format=work.method.format,
        channel=work.method.channel,
        chosen=bool(units.any()),
        required=work.required,
        assumed=any(term.assumed for term in terms),
        levels=[
            _level(problem, index, int(made), block_weeks)
            for made, block_weeks in zip(units, problem.block_weeks, strict=True)
        ],
        weeks=weeks,
        units=int(units.sum()),
        hours=float(work.hours.sum() * units.sum()),
        cost=float(work.cost * units.sum()),
        adds=_adds(problem, choice, terms),
    )


def _level(problem: Problem, index: int, units: int, weeks: int) -> Level:
    work = problem.works[index]
    used = work.hours * units
    return Level(
        units=units,
        per_week=units / weeks,
        hours={role.id: float(used[place]) for place, role in enumerate(problem.roles) if used[place]},
        cost=float(work.cost * units),
    )


def _adds(problem: Problem, choice: Choice, terms: list[Term]) -> dict[str, float]:
    added: dict[str, float] = {}
    for term in terms:
        target = problem.targets[term.goal]
        by_block = problem.units_to_increment(term) @ pace(problem, choice, term.work) * term.belief.mean
        lift = target.sign * float(target.value_weights @ by_block)
        added[target.goal.id] = added.get(target.goal.id, 0.0) + lift
    return added


def channel_plans(problem: Problem, choice: Choice) -> list[ChannelPlan]:
    """Return where the work appears, by block."""
    started = starts(problem, choice)
    upkeep = problem.channel_hours.sum(axis=1)[:, None] * np.array(problem.block_weeks) * choice.open
    hours = upkeep + problem.setup_hours.sum(axis=1)[:, None] * started
    return [
        ChannelPlan(
            id=channel.id,
            name=channel.name or channel.id,
            open=choice.open[index].tolist(),
            starts=(started[index] > 0).tolist(),
            hours=hours[index].tolist(),
        )
        for index, channel in enumerate(problem.channels)
    ]


def role_uses(problem: Problem, choice: Choice) -> list[RoleUse]:
    """Return hours used of each role's limit, by block."""
    used = hours_used(problem, choice)
    return [
        RoleUse(
            id=role.id,
            name=role.name or role.id,
            fte=role.fte,
            blocks=[
                Use(used=float(spent), limit=float(limit))
                for spent, limit in zip(used[index], problem.hours_limit[index], strict=True)
            ],
        )
        for index, role in enumerate(problem.roles)
    ]


def month_uses(problem: Problem, choice: Choice) -> list[MonthUse]:
    """Return money used of each month's limit."""
    used = money_used(problem, choice)
    return [
        MonthUse(month=month, used=float(spent), limit=float(limit))
        for month, spent, limit in zip(problem.months, used, problem.money_limit, strict=True)
    ]


def goal_plans(problem: Problem, choice: Choice, seed: int) -> list[GoalPlan]:
    """Return what becomes of each goal: its expectation, interval and chance."""
    expected = increments(problem, choice, mean_beliefs(problem))
    drawn = increments(problem, choice, draw(problem, seed, DRAWS))
    support = _support(problem, choice)
    return [
        _goal_plan(problem, target, expected[index], drawn[index], support[index])
        for index, target in enumerate(problem.targets)
    ]


def _goal_plan(
    problem: Problem, target: Target, expected: Floats, drawn: Floats, support: "_Support"
) -> GoalPlan:
    goal = target.goal
    # ``missing`` has refused goals without these.
    assert goal.kpi is not None
    assert goal.baseline is not None
    assert goal.target is not None
    assert goal.deadline is not None
    outcomes = kpi(target, drawn)
    low, median, high = (float(point) for point in np.quantile(outcomes, [0.1, 0.5, 0.9]))
    hit = target.sign * (outcomes - goal.target) >= -1e-6 * target.size
    value = float(kpi(target, expected)[0])
    chance = float(hit.mean())
    assumed_share = support.assumed / support.total if support.total > 0 else 0.0
    return GoalPlan(
        id=goal.id,
        name=target.name,
        metric=goal.kpi.metric,
        per=goal.kpi.per,
        serves=goal.serves or "",
        baseline=goal.baseline,
        trend=target.drift,
        target=goal.target,
        deadline=goal.deadline,
        judged_on=target.judged_on,
        lower_is_better=target.sign < 0,
        expected=value,
        median=median,
        low=low,
        high=high,
        chance=chance,
        reaches=target.sign * (value - goal.target) >= -1e-6 * target.size,
        by_block=kpi_path(problem, target, expected[:, 0]),
        assumed=support.assumed > 0,
        moved=support.total > 0,
        share_assumed=assumed_share,
        evidence=sorted(support.evidence),
        sentence=_goal_sentence(target, chance, low, high, assumed_share),
    )


def _goal_sentence(target: Target, chance: float, low: float, high: float, assumed_share: float) -> str:
    goal = target.goal
    assert goal.target is not None
    rests = " (on assumptions alone)" if assumed_share > 0.999 else ""
    return (
        f"{sentence_case(kpi_amount(goal, goal.target))} by {day(target.judged_on)}: "
        f"{percent(chance)} likely, "
        f"80% interval {kpi_value(low)}\N{EN DASH}{kpi_value(high)}{rests}"
    )


class _Support:
    """What a goal's gain rests on: its parts by amount, and the evidence named for them."""

    def __init__(self) -> None:
        self.total = 0.0
        self.assumed = 0.0
        self.evidence: set[str] = set()

    def add(self, amount: float, assumed: float, evidence: set[str]) -> None:
        self.total += amount
        self.assumed += assumed
        self.evidence |= evidence


def _support(problem: Problem, choice: Choice) -> list[_Support]:
    """Follow the gains from methods and down the funnel (a rate names no evidence, so it counts as given)."""
    support = [_Support() for _ in problem.targets]
    for term in problem.terms:
        gain = problem.units_to_increment(term) @ pace(problem, choice, term.work) * term.belief.mean
        amount = float(gain.sum())
        if amount > 0:
            support[term.goal].add(amount, amount if term.assumed else 0.0, set(term.evidence))
    for flow in problem.flows:
        source = support[flow.source]
        rate = flow.belief.mean
        support[flow.target].add(source.total * rate, source.assumed * rate, source.evidence)
    return support


def week_starts(problem: Problem) -> list[date]:
    """Return the first day of each week."""
    return [problem.starts[0] + timedelta(weeks=week) for week in range(sum(problem.block_weeks))]
