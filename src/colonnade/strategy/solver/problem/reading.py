"""Read a whole document into a problem."""

from datetime import timedelta

import numpy as np

from colonnade.strategy.document.model import Channel, RoleLimit, Strategy
from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.problem.calendar import blocks_of, months_of, starts_of
from colonnade.strategy.solver.problem.entities import Problem
from colonnade.strategy.solver.problem.targets import targets_of
from colonnade.strategy.solver.problem.terms import flows_of, terms_of
from colonnade.strategy.solver.problem.works import work_of
from colonnade.strategy.solver.readiness import NotReady, missing


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
    block_weeks = blocks_of(strategy.horizon.weeks)
    starts = starts_of(strategy.horizon.start, block_weeks)
    roles = tuple(strategy.limits.roles)
    channels = tuple(_used_channels(strategy))
    months, month_share, month_cover = months_of(starts, block_weeks)
    weekly = np.array([role.fte for role in roles]) * strategy.limits.hours_per_fte_week
    return Problem(
        strategy=strategy,
        starts=starts,
        block_weeks=block_weeks,
        works=tuple(work_of(method, strategy, channels, block_weeks) for method in strategy.methods),
        channels=channels,
        roles=roles,
        hours_per_fte=np.array(block_weeks) * strategy.limits.hours_per_fte_week,
        hours_limit=np.outer(weekly, block_weeks),
        months=months,
        month_share=month_share,
        month_cover=month_cover,
        money_limit=_money(strategy, months, month_cover),
        targets=tuple(targets_of(strategy, starts, block_weeks)),
        terms=tuple(terms_of(strategy)),
        flows=tuple(flows_of(strategy, block_weeks)),
        worth_unit=_worth_unit(strategy),
        channel_hours=_by_role([channel.hours_per_week for channel in channels], roles),
        setup_hours=_by_role([channel.setup_hours for channel in channels], roles),
        notes=tuple(_notes(strategy)),
    )


def _used_channels(strategy: Strategy) -> list[Channel]:
    used = {method.channel for method in strategy.methods}
    return [channel for channel in strategy.channels if channel.id in used]


def _by_role(given: list[dict[str, float]], roles: tuple[RoleLimit, ...]) -> Floats:
    return np.array([[hours.get(role.id, 0.0) for role in roles] for hours in given]).reshape(
        len(given), len(roles)
    )


def _money(strategy: Strategy, months: tuple[str, ...], cover: Floats) -> Floats:
    """A stated month counts whole; the monthly rate counts for the days that are planned."""
    assert strategy.limits is not None
    rate = strategy.limits.money_per_month or 0.0
    stated = strategy.limits.money_by_month
    return np.array(
        [stated.get(month, rate * share) for month, share in zip(months, cover, strict=True)],
        dtype=np.float64,
    )


def _worth_unit(strategy: Strategy) -> str:
    valued = any(goal.value_per_unit for goal in strategy.goals)
    return strategy.currency if valued else "points"


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
