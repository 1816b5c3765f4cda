"""A plan as data: everything that its reader is shown, and nothing that must be computed again.

Units: hours are working hours, money is in ``Plan.currency``, a KPI is in its goal's own unit. Shares and
chances run from 0 to 1. Lists over blocks, weeks and months follow ``Plan.blocks``, ``Plan.weeks`` and
``Plan.money``. No field depends on the clock or the machine, so the same document and seed give the same
bytes.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Piece(BaseModel):
    """A part of a plan."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Verdict(StrEnum):
    """Whether the strategy fits.

    ``fits``: every target is reached in expectation, within the limits and with every minimum cadence kept.
    ``does_not_reach``: the minimums fit the limits, but no plan within them reaches every target.
    ``does_not_fit``: the minimum cadences alone, with the channels they need, take more than the limits.
    """

    FITS = "fits"
    DOES_NOT_REACH = "does_not_reach"
    DOES_NOT_FIT = "does_not_fit"


class Proof(StrEnum):
    """``optimal``: no plan is better by more than the gap asked for; ``feasible``: time ran out first."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


class Block(Piece):
    """A stretch of at most four weeks over which levels are constant; ``end`` is its last day."""

    start: date
    end: date
    weeks: int


class Level(Piece):
    """The effort of one method in one block. ``hours`` (by role) include the replies that the work brings."""

    units: int
    per_week: float
    hours: dict[str, float]
    cost: float


class MethodPlan(Piece):
    """What to do of one method: ``levels`` by block, ``weeks`` the units to bring out in each week.

    ``adds`` is what the method adds to each goal over the whole horizon, in KPI units, in expectation,
    directly (not what flows on down the funnel); for a standing figure it is the mean lift over the
    horizon.
    """

    id: str
    name: str
    pillar: str
    format: str
    channel: str
    chosen: bool
    required: bool
    assumed: bool
    levels: list[Level]
    weeks: list[int]
    units: int
    hours: float
    cost: float
    adds: dict[str, float]


class ChannelPlan(Piece):
    """In which blocks a channel is open, where it is started, and the hours of being there, by block."""

    id: str
    name: str
    open: list[bool]
    starts: list[bool]
    hours: list[float]


class Use(Piece):
    """How much of a limit is used."""

    used: float
    limit: float


class RoleUse(Piece):
    """Hours used of a role's limit, by block."""

    id: str
    name: str
    fte: float
    blocks: list[Use]


class MonthUse(Use):
    """Money used of a calendar month's limit (both for the days of the month inside the horizon)."""

    month: str


class GoalPlan(Piece):
    """What becomes of a goal.

    Attributes:
        trend: the KPI at ``judged_on`` if nothing were done (baseline and trend).
        expected: the KPI at ``judged_on`` with every effect and rate at its mean.
        low, high: the 80% interval (10 and 90% points over the draws); ``median`` its middle.
        chance: share of the draws that reach the target.
        reaches: whether ``expected`` reaches the target.
        judged_on: the deadline, or the last planned day where the deadline is later.
        by_block: the expected KPI at the end of each block (for a total: so far).
        moved: whether the plan adds anything to it.
        assumed: no evidence stands behind at least one effect or rate that moves the KPI.
        evidence: ids of the evidence that it rests on.
        share_assumed: share of the expected gain that rests on assumed effects.
    """

    id: str
    name: str
    metric: str
    per: str
    serves: str
    baseline: float
    trend: float
    target: float
    deadline: date
    judged_on: date
    lower_is_better: bool
    expected: float
    median: float
    low: float
    high: float
    chance: float
    reaches: bool
    by_block: list[float]
    moved: bool
    assumed: bool
    share_assumed: float
    evidence: list[str]
    sentence: str


class Marginal(Piece):
    """What a little more of a resource would buy.

    ``worth`` is the gain that ``shown`` gives: ``re-solve`` made a whole new plan with the extra; ``dual``
    is the price from the linear relaxation with the open channels kept. ``dual_worth`` is given beside in
    both cases. ``goals`` is the change of each goal's expected KPI in the new plan (empty for ``dual``).
    """

    resource: str
    step: float
    unit: str
    worth: float
    shown: Literal["re-solve", "dual"]
    dual_worth: float
    goals: dict[str, float]
    sentence: str


class Rejected(Piece):
    """Why a method is not in the plan.

    ``loss`` is what the plan's worth would lose if the method were forced in (None: not re-solved);
    ``fits`` is False where no plan within the limits can hold it at all.
    """

    method: str
    name: str
    hours: float
    cost: float
    goal: str
    brings: float
    instead: str
    instead_brings: float
    loss: float | None
    fits: bool
    reason: str


class Remedy(Piece):
    """A change that would make the strategy fit: one resource alone, or all together (``together``)."""

    kind: Literal["role", "money", "target", "methods"]
    id: str
    have: float
    need: float
    unit: str
    together: bool
    sentence: str


class Unknown(Piece):
    """An assumption or estimate, by what not knowing it better may cost (``value``, in the plan's worth)."""

    subject: str
    method: str
    goal: str
    low: float
    likely: float
    high: float
    assumed: bool
    value: float
    spread_share: float
    sentence: str


class Change(Piece):
    """A difference from the previous plan."""

    subject: str
    before: str
    after: str
    sentence: str


class Plan(Piece):
    """A plan and its reasons.

    Attributes:
        worth: the expected worth of everything the plan adds, in ``worth_unit``.
        bound: no plan of the same shortfall is worth more than this; ``gap`` is (bound - worth) / worth.
        shortfall: the missing share of each target, weighted and summed; 0 where every target is reached.
        verdict_proven: False where time ran out before the verdict could be proved.
        headline: the plan in a sentence; says so where it rests on assumptions alone.
        previous_worth: the worth of the plan that this one replaces, where something changed.
    """

    colonnade_plan: Literal[1] = 1
    title: str
    currency: str
    seed: int
    draws: int
    gap_wanted: float
    verdict: Verdict
    verdict_proven: bool
    proof: Proof
    headline: str
    assumed: bool
    worth: float
    worth_unit: str
    bound: float
    gap: float
    shortfall: float
    blocks: list[Block]
    weeks: list[date]
    methods: list[MethodPlan]
    channels: list[ChannelPlan]
    roles: list[RoleUse]
    money: list[MonthUse]
    goals: list[GoalPlan]
    marginals: list[Marginal]
    rejected: list[Rejected]
    remedies: list[Remedy]
    unknowns: list[Unknown]
    changes: list[Change]
    notes: list[str]
    previous_worth: float | None = None

    @property
    def fits(self) -> bool:
        """Whether the strategy fits its limits and reaches its targets in expectation."""
        return self.verdict is Verdict.FITS
