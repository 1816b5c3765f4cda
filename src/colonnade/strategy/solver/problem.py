"""The document as numbers: what the optimiser, the draws and the explanations all read.

Time is cut into blocks of four weeks (the last may be shorter). Effort levels are whole units per block.
"""

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from colonnade.strategy.document.model import Channel, Goal, Method, Per, Range, RoleLimit, Strategy
from colonnade.strategy.solver.effects import Floats, LogNormal, carry, delay, response
from colonnade.strategy.solver.priors import prior
from colonnade.strategy.solver.readiness import NotReady, Reason, missing

__all__ = ["BLOCK_WEEKS", "FlowTerm", "NotReady", "Problem", "Reason", "Target", "Term", "Work", "problem_of"]

BLOCK_WEEKS = 4
FEWEST_LEVELS = 12
LEVELS_IN_ALL = 1800
"""Where methods and blocks are few, every whole level may be chosen; where there are many, levels are thinned
to a geometric grid of at least ``FEWEST_LEVELS`` each, so that the program stays small."""

LEVEL_WINDOW_DAYS = 28
PERIOD_DAYS = {Per.WEEK: 7.0, Per.MONTH: 30.4375, Per.QUARTER: 91.3125, Per.YEAR: 365.25}
POINTS = 100.0
"""What closing a goal's whole gap is worth where no goal has a value in money."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Work:
    """A method as numbers.

    Attributes:
        channel: index into ``Problem.channels``; None where none is chosen or it has no entry.
        levels: for each block the units it may make there (ascending, above 0).
        may_rest: whether a block may go without it.
        least, most: units over the whole horizon.
        pace_response: for each block the weekly response at each level, in units' worth of effect.
        hours: by role and unit, replies included.
        carry: see ``effects.carry``.
    """

    method: Method
    channel: int | None
    levels: tuple[Ints, ...]
    may_rest: tuple[bool, ...]
    least: int
    most: int
    pace_response: tuple[Floats, ...]
    hours: Floats
    cost: float
    carry: Floats

    @property
    def name(self) -> str:
        """What to call it."""
        return self.method.name or self.method.id

    @property
    def required(self) -> bool:
        """Whether the document demands a minimum of it."""
        return self.least > 0


@dataclass(frozen=True, kw_only=True)
class Target:
    """A goal as numbers.

    Attributes:
        sign: +1 where more is better, -1 where less is; increments are always counted towards the target.
        drift: the KPI on ``judged_on`` if nothing is done.
        need: what must be added by then (in the direction of the target; below 0 where drift is enough).
        size: the distance from baseline to target, by which a shortfall is measured.
        window: by block, how much of its increment counts in the KPI on ``judged_on``.
        value_weights: by block, how much of its increment counts in the worth of the horizon.
        worth: of one KPI unit (times the goal's weight).
    """

    goal: Goal
    sign: float
    judged_on: date
    drift: float
    need: float
    size: float
    window: Floats
    value_weights: Floats
    worth: float
    level: bool

    @property
    def name(self) -> str:
        """What to call it."""
        return self.goal.name or self.goal.id


@dataclass(frozen=True, kw_only=True)
class Term:
    """One method's effect on one goal: the points given or assumed, and the belief read from them."""

    work: int
    goal: int
    given: Range
    belief: LogNormal
    assumed: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FlowTerm:
    """One step of the funnel between two goals; ``delay`` as in ``effects.delay``."""

    source: int
    target: int
    belief: LogNormal
    capacity: float | None
    delay: Floats


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything there is to decide and what limits it. Arrays are roles x blocks and blocks x months."""

    strategy: Strategy
    starts: tuple[date, ...]
    block_weeks: tuple[int, ...]
    works: tuple[Work, ...]
    channels: tuple[Channel, ...]
    roles: tuple[RoleLimit, ...]
    hours_per_fte: Floats
    hours_limit: Floats
    months: tuple[str, ...]
    month_share: Floats
    month_cover: Floats
    money_limit: Floats
    targets: tuple[Target, ...]
    terms: tuple[Term, ...]
    flows: tuple[FlowTerm, ...]
    worth_unit: str
    channel_hours: Floats
    setup_hours: Floats
    notes: tuple[str, ...] = field(default=())

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.block_weeks)

    @property
    def end(self) -> date:
        """The last planned day."""
        return self.starts[0] + timedelta(weeks=sum(self.block_weeks), days=-1)

    def units_to_increment(self, term: Term) -> Floats:
        """Return C, blocks x blocks: ``C @ weekly response * effect per unit`` is the increment by block.

        A count's increment is the total that falls into the block; a standing figure's is its mean lift
        there.
        """
        matrix = self.works[term.work].carry
        if self.targets[term.goal].level:
            lift: Floats = matrix / np.array(self.block_weeks)[:, None]
            return lift
        return matrix


def problem_of(strategy: Strategy) -> Problem:
    """Turn a document into numbers.

    Raises:
        NotReady: something that a plan cannot do without is missing; all of it is listed, with paths.
    """
    reasons = missing(strategy)
    if reasons:
        raise NotReady(reasons)
    # ``missing`` has refused documents without these.
    assert strategy.horizon is not None
    assert strategy.limits is not None
    block_weeks = _blocks(strategy.horizon.weeks)
    starts = _starts(strategy.horizon.start, block_weeks)
    roles = tuple(strategy.limits.roles)
    channels = tuple(_used_channels(strategy))
    months, month_share, month_cover = _months(starts, block_weeks)
    weekly = np.array([role.fte for role in roles]) * strategy.limits.hours_per_fte_week
    return Problem(
        strategy=strategy,
        starts=starts,
        block_weeks=block_weeks,
        works=tuple(_work(method, strategy, channels, block_weeks) for method in strategy.methods),
        channels=channels,
        roles=roles,
        hours_per_fte=np.array(block_weeks) * strategy.limits.hours_per_fte_week,
        hours_limit=np.outer(weekly, block_weeks),
        months=months,
        month_share=month_share,
        month_cover=month_cover,
        money_limit=_money(strategy, months, month_cover),
        targets=tuple(_targets(strategy, starts, block_weeks)),
        terms=tuple(_terms(strategy)),
        flows=tuple(_flows(strategy, block_weeks)),
        worth_unit=_worth_unit(strategy),
        channel_hours=_by_role([channel.hours_per_week for channel in channels], roles),
        setup_hours=_by_role([channel.setup_hours for channel in channels], roles),
        notes=tuple(_notes(strategy)),
    )


def _blocks(weeks: int) -> tuple[int, ...]:
    whole, rest = divmod(weeks, BLOCK_WEEKS)
    return (BLOCK_WEEKS,) * whole + ((rest,) if rest else ())


def _starts(start: date, block_weeks: tuple[int, ...]) -> tuple[date, ...]:
    before = np.concatenate([[0], np.cumsum(block_weeks)[:-1]])
    return tuple(start + timedelta(weeks=int(weeks)) for weeks in before)


def _used_channels(strategy: Strategy) -> list[Channel]:
    used = {method.channel for method in strategy.methods}
    return [channel for channel in strategy.channels if channel.id in used]


def _by_role(given: list[dict[str, float]], roles: tuple[RoleLimit, ...]) -> Floats:
    return np.array([[hours.get(role.id, 0.0) for role in roles] for hours in given]).reshape(
        len(given), len(roles)
    )


def _months(starts: tuple[date, ...], block_weeks: tuple[int, ...]) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return the months, each block's share of days in each, and the share of each month that is planned."""
    days = [
        (block, start + timedelta(days=day))
        for block, start in enumerate(starts)
        for day in range(7 * block_weeks[block])
    ]
    names = tuple(dict.fromkeys(f"{day:%Y-%m}" for _, day in days))
    counts = np.zeros((len(starts), len(names)))
    for block, day in days:
        counts[block, names.index(f"{day:%Y-%m}")] += 1
    lengths = np.array([_days_in(name) for name in names])
    return names, counts / counts.sum(axis=1, keepdims=True), counts.sum(axis=0) / lengths


def _days_in(month: str) -> int:
    first = date.fromisoformat(f"{month}-01")
    return ((first + timedelta(days=31)).replace(day=1) - first).days


def _money(strategy: Strategy, months: tuple[str, ...], cover: Floats) -> Floats:
    """A stated month counts whole; the monthly rate counts for the days that are planned."""
    assert strategy.limits is not None
    rate = strategy.limits.money_per_month or 0.0
    stated = strategy.limits.money_by_month
    return np.array(
        [stated.get(month, rate * share) for month, share in zip(months, cover, strict=True)],
        dtype=np.float64,
    )


def level_grid(lowest: int, highest: int, *, most: int) -> Ints:
    """Return the units between ``lowest`` and ``highest`` that may be chosen, at most ``most`` of them."""
    if highest < lowest:
        return np.array([], dtype=np.int64)
    if highest - lowest < most:
        return np.arange(lowest, highest + 1)
    return np.unique(np.rint(np.geomspace(lowest, highest, most)).astype(np.int64))


def _work(
    method: Method, strategy: Strategy, channels: tuple[Channel, ...], block_weeks: tuple[int, ...]
) -> Work:
    assert strategy.limits is not None
    cadence = method.cadence
    total = sum(block_weeks)
    # Rare work (an event a quarter) is less than a unit a block: a block may hold one, the horizon caps them.
    floors = [math.floor(cadence.min_per_week * weeks + 1e-9) for weeks in block_weeks]
    tops = [math.ceil(cadence.max_per_week * weeks - 1e-9) for weeks in block_weeks]
    most_levels = max(FEWEST_LEVELS, LEVELS_IN_ALL // (len(strategy.methods) * len(block_weeks)))
    effort = [math.ceil((method.minimum_effort_per_week or 0.0) * weeks - 1e-9) for weeks in block_weeks]
    levels = tuple(
        level_grid(max(1, floor, least), top, most=most_levels)
        for floor, least, top in zip(floors, effort, tops, strict=True)
    )
    places = [channel.id for channel in channels]
    least = math.ceil(cadence.min_per_week * total - 1e-9)
    most = math.floor(cadence.max_per_week * total + 1e-9)
    return Work(
        method=method,
        channel=places.index(method.channel) if method.channel in places else None,
        levels=levels,
        may_rest=tuple(floor == 0 for floor in floors),
        least=least,
        most=max(most, least, int(cadence.max_per_week > 0)),
        pace_response=tuple(
            response(units / weeks, method.saturation)
            for units, weeks in zip(levels, block_weeks, strict=True)
        ),
        hours=_hours(method, strategy.limits.roles),
        cost=method.cost or 0.0,
        carry=carry(method.carry_over, block_weeks),
    )


def _hours(method: Method, roles: list[RoleLimit]) -> Floats:
    hours = np.array([method.hours.get(role.id, 0.0) for role in roles])
    if method.replies is not None:
        answering = method.replies.role or max(roles, key=lambda role: method.hours.get(role.id, 0.0)).id
        place = [role.id for role in roles].index(answering)
        hours[place] += method.replies.per_unit * method.replies.minutes_each / 60
    return hours


def _worth_unit(strategy: Strategy) -> str:
    valued = any(goal.value_per_unit for goal in strategy.goals)
    return strategy.currency if valued else "points"


def _targets(strategy: Strategy, starts: tuple[date, ...], block_weeks: tuple[int, ...]) -> list[Target]:
    days = 7 * sum(block_weeks)
    valued = [
        goal.value_per_unit * _size(goal) * _periods(goal, days)
        for goal in strategy.goals
        if goal.value_per_unit
    ]
    gap_worth = float(np.mean(valued)) if valued else POINTS
    return [_target(goal, starts, block_weeks, gap_worth) for goal in strategy.goals]


def _size(goal: Goal) -> float:
    assert goal.target is not None
    assert goal.baseline is not None
    return abs(goal.target - goal.baseline) or max(abs(goal.target), 1.0)


def _periods(goal: Goal, days: int) -> float:
    """How many KPI units one unit of the KPI, kept over the horizon, adds up to."""
    assert goal.kpi is not None
    period = PERIOD_DAYS.get(goal.kpi.per)
    return days / period if period else 1.0


def _target(goal: Goal, starts: tuple[date, ...], block_weeks: tuple[int, ...], gap_worth: float) -> Target:
    assert goal.kpi is not None
    assert goal.baseline is not None
    assert goal.target is not None
    assert goal.deadline is not None
    days = 7 * sum(block_weeks)
    judged_on = min(goal.deadline, starts[0] + timedelta(days=days - 1))
    sign = 1.0 if goal.target >= goal.baseline else -1.0
    months = ((judged_on - starts[0]).days + 1) / PERIOD_DAYS[Per.MONTH]
    drift = goal.baseline + goal.trend_per_month * months
    level = goal.kpi.per is Per.LEVEL
    worth = goal.value_per_unit
    if worth is None:
        # A goal without a value is worth, when its gap is closed, as much as the mean of those with one.
        worth = gap_worth / (_size(goal) * _periods(goal, days))
    weeks = np.array(block_weeks, dtype=np.float64)
    return Target(
        goal=goal,
        sign=sign,
        judged_on=judged_on,
        drift=drift,
        need=sign * (goal.target - drift),
        size=_size(goal),
        window=period_window(goal.kpi.per, starts, block_weeks, judged_on),
        value_weights=weeks / weeks.sum() if level else np.ones(len(weeks)),
        worth=worth * goal.weight,
        level=level,
    )


def period_window(
    per: Per, starts: tuple[date, ...], block_weeks: tuple[int, ...], judged_on: date
) -> Floats:
    """By block, the share of its days in the KPI's last period before ``judged_on`` (a level: a mean)."""
    last = (judged_on - starts[0]).days + 1.0
    length = LEVEL_WINDOW_DAYS if per is Per.LEVEL else PERIOD_DAYS.get(per, math.inf)
    first = max(0.0, last - length)
    begin = np.array([(start - starts[0]).days for start in starts], dtype=np.float64)
    days = 7.0 * np.array(block_weeks)
    overlap: Floats = np.maximum(0.0, np.minimum(begin + days, last) - np.maximum(begin, first))
    return overlap / overlap.sum() if per is Per.LEVEL else overlap / days


def _terms(strategy: Strategy) -> list[Term]:
    from_evidence = {entry.id for entry in strategy.evidence if entry.kind != "assumed"}
    places = {goal.id: index for index, goal in enumerate(strategy.goals)}
    return [
        _term(work, effect_index, strategy, places, from_evidence)
        for work, method in enumerate(strategy.methods)
        for effect_index in range(len(method.effects))
    ]


def _term(work: int, effect_index: int, strategy: Strategy, places: dict[str, int], known: set[str]) -> Term:
    method = strategy.methods[work]
    effect = method.effects[effect_index]
    goal = places[effect.goal]
    given = effect.per_unit or prior(method, strategy.goals[goal])
    assert given is not None
    rests_on = tuple(entry for entry in effect.evidence if entry in known) if effect.per_unit else ()
    return Term(
        work=work,
        goal=goal,
        given=given,
        belief=LogNormal.of_range(given),
        assumed=not rests_on,
        evidence=rests_on,
    )


def _flows(strategy: Strategy, block_weeks: tuple[int, ...]) -> list[FlowTerm]:
    """The funnel, ordered so that what flows into a goal comes before what flows out of it."""
    places = {goal.id: index for index, goal in enumerate(strategy.goals)}
    inflows = Counter(flow.target for flow in strategy.funnel)
    ready = [goal.id for goal in strategy.goals if not inflows[goal.id]]
    ordered = []
    while ready:
        source = ready.pop()
        for flow in (flow for flow in strategy.funnel if flow.source == source):
            ordered.append(flow)
            inflows[flow.target] -= 1
            if not inflows[flow.target]:
                ready.append(flow.target)
    return [
        FlowTerm(
            source=places[flow.source],
            target=places[flow.target],
            belief=LogNormal.of_range(flow.rate),
            capacity=flow.capacity_per_week,
            delay=delay(flow.lag_weeks, block_weeks),
        )
        for flow in ordered
    ]


def _notes(strategy: Strategy) -> list[str]:
    assert strategy.horizon is not None
    end = strategy.horizon.start + timedelta(weeks=strategy.horizon.weeks, days=-1)
    places = {channel.id for channel in strategy.channels}
    notes = [
        f"{goal.name or goal.id} is due on {goal.deadline}, after the planned weeks; it is judged on {end}."
        for goal in strategy.goals
        if goal.deadline and goal.deadline > end
    ]
    unplaced = [method.name or method.id for method in strategy.methods if method.channel not in places]
    if unplaced:
        notes.append(
            f"No upkeep of a channel is counted for {', '.join(unplaced)}: "
            "no channel of the document is chosen."
        )
    return notes
