"""The planning problem as a mixed-integer program.

Columns: one binary per method, block and level; channels open and started; each goal's increment by block;
what flows down the funnel; each target's missing share; extra people and money (held at 0 unless a remedy
is sought). Every column is scaled so that 1 is about the most that it can be, and worth so that everything
possible is 1,000.

No plan that is allowed is lost: a level is left out only where it alone takes more than a limit.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.evaluate import Choice
from colonnade.strategy.solver.problem import Problem, Term, Work
from colonnade.strategy.solver.program import Program

POTENTIAL = 1000.0
THRIFT = 1e-4
"""Tie-breaker: doing everything at its most costs this much of the potential, so idle work is not planned."""

HOPELESS_HOURS = 1e7
BIG = 1e-7


class Aim(Enum):
    """What is optimised."""

    WORTH = auto()
    SHORTFALL = auto()
    EXTRA = auto()


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A variant of the program.

    Attributes:
        most_shortfall: cap on the weighted missing shares of the targets; 0 makes targets hard, None
        ignores them.
        extra_roles: roles of which more people may be had, at a price (``Aim.EXTRA``).
        extra_money: whether more money may be had.
        forced: a method that must be used in at least one block.
        open_as: keep the channels as in this choice.
        all_levels: keep levels that alone exceed a limit, of which a relaxation may use a fraction.
    """

    aim: Aim = Aim.WORTH
    most_shortfall: float | None = 0.0
    extra_roles: frozenset[int] = frozenset()
    extra_money: bool = False
    forced: int | None = None
    open_as: Choice | None = None
    all_levels: bool = False

    @property
    def keeps_levels(self) -> bool:
        """Whether levels beyond the limits are kept, because limits may stretch or levels be fractions."""
        return self.all_levels or bool(self.extra_roles) or self.extra_money


@dataclass(frozen=True, kw_only=True)
class Model:
    """A program with the meaning of its columns and rows.

    ``levels[work][block]`` maps units to columns. ``worth_scale`` turns the objective of ``Aim.WORTH`` into
    worth.
    """

    problem: Problem
    program: Program
    levels: tuple[tuple[dict[int, int], ...], ...]
    open: tuple[tuple[int, ...], ...]
    more_people: tuple[int, ...]
    more_money: int
    hours_rows: tuple[tuple[int, ...], ...]
    money_rows: tuple[int, ...]
    worth_scale: float

    def choice(self, values: Floats) -> Choice:
        """Read the units and the open channels from a solution."""
        units = np.zeros((len(self.problem.works), self.problem.blocks), dtype=np.int64)
        for work, blocks in enumerate(self.levels):
            for block, columns in enumerate(blocks):
                units[work, block] = sum(made for made, column in columns.items() if values[column] > 0.5)
        opened = np.array([[values[column] > 0.5 for column in row] for row in self.open], dtype=bool)
        return Choice(units=units, open=opened.reshape(len(self.open), self.problem.blocks))


def build(problem: Problem, setting: Setting) -> Model:
    """Build the program of ``problem`` in the given variant."""
    return _Builder(problem, setting).build()


def potential(problem: Problem) -> Floats:
    """Return by goal the most that it could gain with every method at its most (1 where it gains nothing)."""
    most = np.zeros(len(problem.targets))
    for term in problem.terms:
        work = problem.works[term.work]
        per_block = np.array([max(pace, default=0.0) for pace in work.pace_response])
        increments = problem.units_to_increment(term) @ per_block * term.belief.mean
        most[term.goal] += increments.max() if problem.targets[term.goal].level else increments.sum()
    for flow in problem.flows:
        most[flow.target] += most[flow.source] * flow.belief.mean
    return np.where(most > 0, most, 1.0)


class _Builder:
    def __init__(self, problem: Problem, setting: Setting) -> None:
        self.problem = problem
        self.setting = setting
        self.program = Program()
        self.scale = potential(problem)
        worths = np.array([target.worth for target in problem.targets]) * self.scale
        self.worth_scale = float(worths.sum()) / POTENTIAL or 1.0

    def build(self) -> Model:
        self.levels = tuple(self._work_columns(index) for index in range(len(self.problem.works)))
        self.open, self.start = self._channel_columns()
        self.more_people = tuple(self._extra_person(role) for role in range(len(self.problem.roles)))
        self.more_money = self._extra_money()
        self._cadence_rows()
        self._channel_rows()
        hours_rows = self._hours_rows()
        money_rows = self._money_rows()
        self._outcome_rows()
        return Model(
            problem=self.problem,
            program=self.program,
            levels=self.levels,
            open=self.open,
            more_people=self.more_people,
            more_money=self.more_money,
            hours_rows=hours_rows,
            money_rows=money_rows,
            worth_scale=self.worth_scale,
        )

    def _work_columns(self, index: int) -> tuple[dict[int, int], ...]:
        work = self.problem.works[index]
        wanted = work.required or index == self.setting.forced or self._brings_something(index)
        return tuple(
            {
                int(units): self.program.column(upper=1.0, integer=True, cost=-self._thrift(work, units))
                for units in work.levels[block]
                if wanted and self._possible(work, int(units), block)
            }
            for block in range(self.problem.blocks)
        )

    def _brings_something(self, index: int) -> bool:
        return any(term.work == index and term.belief.mean > 0 for term in self.problem.terms)

    def _thrift(self, work: Work, units: int) -> float:
        if self.setting.aim is not Aim.WORTH:
            return 0.0
        hours, cost = self._everything
        share = work.hours.sum() * units / hours + work.cost * units / cost
        return float(THRIFT * share / 2)

    @cached_property
    def _everything(self) -> tuple[float, float]:
        """Hours and money of every method at its most (1 where there are none: shares stay defined)."""
        most = [sum(max(levels, default=0) for levels in work.levels) for work in self.problem.works]
        hours = sum(float(work.hours.sum()) * n for work, n in zip(self.problem.works, most, strict=True))
        cost = sum(work.cost * n for work, n in zip(self.problem.works, most, strict=True))
        return float(hours) or 1.0, float(cost) or 1.0

    def _possible(self, work: Work, units: int, block: int) -> bool:
        """Whether the level alone fits; where it need not, whether it is not beyond all reason."""
        hours = work.hours * units
        if self.setting.keeps_levels:
            lowest = units == work.levels[block][0]
            return lowest or bool((hours <= HOPELESS_HOURS).all())
        paid = work.cost * units * self.problem.month_share[block]
        fits_hours = hours <= self.problem.hours_limit[:, block] * (1 + 1e-9)
        return bool(fits_hours.all() and (paid <= self.problem.money_limit * (1 + 1e-9)).all())

    def _channel_columns(self) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]:
        opened, started = [], []
        for channel in range(len(self.problem.channels)):
            bounds = [self._open_bounds(channel, block) for block in range(self.problem.blocks)]
            opened.append(
                tuple(self.program.column(lower=low, upper=high, integer=True) for low, high in bounds)
            )
            started.append(tuple(self.program.column(upper=1.0) for _ in bounds))
        return tuple(opened), tuple(started)

    def _open_bounds(self, channel: int, block: int) -> tuple[float, float]:
        if self.setting.open_as is None:
            return 0.0, 1.0
        kept = float(self.setting.open_as.open[channel, block])
        return kept, kept

    def _extra_person(self, role: int) -> int:
        allowed = role in self.setting.extra_roles
        have = max(self.problem.roles[role].fte, 0.1)
        return self.program.column(upper=math.inf if allowed else 0.0, cost=-1.0 / have if allowed else 0.0)

    def _extra_money(self) -> int:
        allowed = self.setting.extra_money
        monthly = self.problem.money_limit.sum() / self.problem.month_cover.sum()
        cost = -1.0 / max(float(monthly), 100.0) if allowed else 0.0
        return self.program.column(upper=math.inf if allowed else 0.0, cost=cost)

    def _cadence_rows(self) -> None:
        for work, blocks in zip(self.problem.works, self.levels, strict=True):
            for block, columns in enumerate(blocks):
                least = 0.0 if work.may_rest[block] else 1.0
                cells = list(columns.values())
                if work.channel is not None:
                    opened = self.open[work.channel][block]
                    self.program.row([*cells, opened], [1.0] * len(cells) + [-1.0], upper=0.0)
                self.program.row(cells, [1.0] * len(cells), lower=least, upper=1.0)
            self._horizon_row(work, blocks)
        if self.setting.forced is not None:
            cells = [column for columns in self.levels[self.setting.forced] for column in columns.values()]
            self.program.row(cells, [1.0] * len(cells), lower=1.0)

    def _horizon_row(self, work: Work, blocks: tuple[dict[int, int], ...]) -> None:
        """Bound the units over the horizon where the bounds by block do not imply it already."""
        lowest = sum(
            0 if rests else int(levels[0]) if len(levels) else 0
            for rests, levels in zip(work.may_rest, work.levels, strict=True)
        )
        highest = sum(max(columns, default=0) for columns in blocks)
        if work.least > lowest or work.most < highest:
            cells = [(column, units) for columns in blocks for units, column in columns.items()]
            self.program.row(
                [column for column, _ in cells],
                [float(units) for _, units in cells],
                lower=float(work.least),
                upper=float(work.most),
            )

    def _channel_rows(self) -> None:
        for index, channel in enumerate(self.problem.channels):
            opened, started = self.open[index], self.start[index]
            for block in range(self.problem.blocks):
                if block:
                    self.program.row(
                        [started[block], opened[block], opened[block - 1]], [1.0, -1.0, 1.0], lower=0.0
                    )
                else:
                    before = 1.0 if channel.open else 0.0
                    self.program.row([started[0], opened[0]], [1.0, -1.0], lower=-before)
                for later in self._run(block, channel.minimum_weeks):
                    self.program.row([opened[later], started[block]], [1.0, -1.0], lower=0.0)
                self._minimum_units_row(index, block)

    def _run(self, block: int, minimum_weeks: int) -> list[int]:
        """Return the blocks after ``block`` in which a channel started there must still be open."""
        later, passed = [], self.problem.block_weeks[block]
        for after in range(block + 1, self.problem.blocks):
            if passed >= minimum_weeks:
                break
            later.append(after)
            passed += self.problem.block_weeks[after]
        return later

    def _minimum_units_row(self, index: int, block: int) -> None:
        least = self.problem.channels[index].minimum_units_per_week * self.problem.block_weeks[block]
        if least <= 0:
            return
        cells = [
            (column, units)
            for work, blocks in zip(self.problem.works, self.levels, strict=True)
            if work.channel == index
            for units, column in blocks[block].items()
        ]
        self.program.row(
            [*(column for column, _ in cells), self.open[index][block]],
            [*(float(units) for _, units in cells), -least],
            lower=0.0,
        )

    def _hours_rows(self) -> tuple[tuple[int, ...], ...]:
        return tuple(
            tuple(self._hours_row(role, block) for block in range(self.problem.blocks))
            for role in range(len(self.problem.roles))
        )

    def _hours_row(self, role: int, block: int) -> int:
        columns, factors = [], []
        for work, blocks in zip(self.problem.works, self.levels, strict=True):
            for units, column in blocks[block].items():
                columns.append(column)
                factors.append(float(work.hours[role] * units))
        for channel in range(len(self.problem.channels)):
            columns += [self.open[channel][block], self.start[channel][block]]
            upkeep = self.problem.channel_hours[channel, role] * self.problem.block_weeks[block]
            factors += [float(upkeep), float(self.problem.setup_hours[channel, role])]
        columns.append(self.more_people[role])
        factors.append(-float(self.problem.hours_per_fte[block]))
        return self.program.row(columns, factors, upper=float(self.problem.hours_limit[role, block]))

    def _money_rows(self) -> tuple[int, ...]:
        return tuple(self._money_row(month) for month in range(len(self.problem.months)))

    def _money_row(self, month: int) -> int:
        columns, factors = [], []
        for work, blocks in zip(self.problem.works, self.levels, strict=True):
            for block, cells in enumerate(blocks):
                paid = work.cost * self.problem.month_share[block, month]
                columns += list(cells.values())
                factors += [float(paid * units) for units in cells]
        columns.append(self.more_money)
        factors.append(-float(self.problem.month_cover[month]))
        return self.program.row(columns, factors, upper=float(self.problem.money_limit[month]))

    def _outcome_rows(self) -> None:
        """Tie increments to levels and flows, and targets to increments."""
        gains = [self._gain_columns(goal) for goal in range(len(self.problem.targets))]
        entries: list[list[tuple[list[int], list[float]]]] = [
            [([column], [-1.0]) for column in columns] for columns in gains
        ]
        for term in self.problem.terms:
            self._add_term(term, entries[term.goal])
        for index in range(len(self.problem.flows)):
            self._add_flow(index, gains, entries)
        for rows in entries:
            for columns, factors in rows:
                self.program.row(columns, factors, lower=0.0, upper=0.0)
        self._target_rows(gains)

    def _gain_columns(self, goal: int) -> list[int]:
        target = self.problem.targets[goal]
        worth = target.worth * self.scale[goal] / self.worth_scale
        counted = self.setting.aim is Aim.WORTH
        return [
            self.program.column(cost=float(worth * weight) if counted else 0.0)
            for weight in target.value_weights
        ]

    def _add_term(self, term: Term, rows: list[tuple[list[int], list[float]]]) -> None:
        work = self.problem.works[term.work]
        matrix = self.problem.units_to_increment(term) * (term.belief.mean / self.scale[term.goal])
        for made_in in range(self.problem.blocks):
            paces = dict(zip(work.levels[made_in].tolist(), work.pace_response[made_in], strict=True))
            for falls_in in range(made_in, self.problem.blocks):
                columns, factors = rows[falls_in]
                for units, column in self.levels[term.work][made_in].items():
                    columns.append(column)
                    factors.append(float(matrix[falls_in, made_in] * paces[units]))

    def _add_flow(
        self, index: int, gains: list[list[int]], entries: list[list[tuple[list[int], list[float]]]]
    ) -> None:
        flow = self.problem.flows[index]
        scale = self.scale[flow.target]
        ratio = float(flow.belief.mean * self.scale[flow.source] / scale)
        sent = []
        for block, weeks in enumerate(self.problem.block_weeks):
            most = math.inf if flow.capacity is None else flow.capacity * weeks / scale
            column = self.program.column(upper=float(most))
            self.program.row([column, gains[flow.source][block]], [1.0, -ratio], upper=0.0)
            sent.append(column)
        for block, (columns, factors) in enumerate(entries[flow.target]):
            columns += sent
            factors += [float(share) for share in flow.delay[block]]

    def _target_rows(self, gains: list[list[int]]) -> None:
        if self.setting.most_shortfall is None:
            return
        misses, weights = [], []
        for goal, target in enumerate(self.problem.targets):
            if target.need <= 0:
                continue
            weight = target.goal.weight
            miss = self.program.column(
                upper=0.0 if self.setting.most_shortfall == 0 else math.inf,
                cost=-weight if self.setting.aim is Aim.SHORTFALL else 0.0,
            )
            by = max(target.need, float(self.scale[goal]) * BIG)
            self.program.row(
                [*gains[goal], miss],
                [*(target.window * (self.scale[goal] / by)), target.size / by],
                lower=target.need / by,
            )
            misses.append(miss)
            weights.append(weight)
        if misses and 0 < self.setting.most_shortfall < math.inf:
            self.program.row(misses, weights, upper=self.setting.most_shortfall)
