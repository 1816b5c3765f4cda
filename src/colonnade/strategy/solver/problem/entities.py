"""What a problem is made of. All are frozen; arrays are indexed as their docstrings say."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from colonnade.strategy.document.model import Channel, Goal, Method, Range, RoleLimit, Strategy
from colonnade.strategy.solver.effects import Floats, LogNormal

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
