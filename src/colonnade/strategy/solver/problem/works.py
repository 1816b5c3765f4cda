"""Methods as numbers: which levels they may take, what these bring and what they cost."""

import math

import numpy as np

from colonnade.strategy.document.model import Channel, Method, RoleLimit, Strategy
from colonnade.strategy.solver.effects import Floats, carry, response
from colonnade.strategy.solver.problem.entities import Ints, Work

FEWEST_LEVELS = 12
LEVELS_IN_ALL = 1800
"""Where methods and blocks are few, every whole level may be chosen; where there are many, levels are thinned
to a geometric grid of at least ``FEWEST_LEVELS`` each, so that the program stays small."""


def work_of(
    method: Method, strategy: Strategy, channels: tuple[Channel, ...], block_weeks: tuple[int, ...]
) -> Work:
    """Return one method as numbers."""
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


def level_grid(lowest: int, highest: int, *, most: int) -> Ints:
    """Return the units between ``lowest`` and ``highest`` that may be chosen, at most ``most`` of them."""
    if highest < lowest:
        return np.array([], dtype=np.int64)
    if highest - lowest < most:
        return np.arange(lowest, highest + 1)
    return np.unique(np.rint(np.geomspace(lowest, highest, most)).astype(np.int64))


def _hours(method: Method, roles: list[RoleLimit]) -> Floats:
    hours = np.array([method.hours.get(role.id, 0.0) for role in roles])
    if method.replies is not None:
        answering = method.replies.role or max(roles, key=lambda role: method.hours.get(role.id, 0.0)).id
        place = [role.id for role in roles].index(answering)
        hours[place] += method.replies.per_unit * method.replies.minutes_each / 60
    return hours
