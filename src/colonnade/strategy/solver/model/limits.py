"""What limits the decisions: cadences, channels, hours and money."""

from colonnade.strategy.solver.model.columns import Columns
from colonnade.strategy.solver.model.draft import Draft
from colonnade.strategy.solver.problem import Work


def add_cadence_rows(draft: Draft, places: Columns) -> None:
    """At most one level a block, in an open channel, and the units that the cadence allows."""
    for work, blocks in zip(draft.problem.works, places.levels, strict=True):
        for block, columns in enumerate(blocks):
            least = 0.0 if work.may_rest[block] else 1.0
            cells = list(columns.values())
            if work.channel is not None:
                opened = places.open[work.channel][block]
                draft.program.row([*cells, opened], [1.0] * len(cells) + [-1.0], upper=0.0)
            draft.program.row(cells, [1.0] * len(cells), lower=least, upper=1.0)
        _horizon_row(draft, work, blocks)
    if draft.setting.forced is not None:
        cells = [column for columns in places.levels[draft.setting.forced] for column in columns.values()]
        draft.program.row(cells, [1.0] * len(cells), lower=1.0)


def _horizon_row(draft: Draft, work: Work, blocks: tuple[dict[int, int], ...]) -> None:
    """Bound the units over the horizon where the bounds by block do not imply it already."""
    lowest = sum(
        0 if rests else int(levels[0]) if len(levels) else 0
        for rests, levels in zip(work.may_rest, work.levels, strict=True)
    )
    highest = sum(max(columns, default=0) for columns in blocks)
    if work.least > lowest or work.most < highest:
        cells = [(column, units) for columns in blocks for units, column in columns.items()]
        draft.program.row(
            [column for column, _ in cells],
            [float(units) for _, units in cells],
            lower=float(work.least),
            upper=float(work.most),
        )


def add_channel_rows(draft: Draft, places: Columns) -> None:
    """Starts, least runs and least work of the channels."""
    for index, channel in enumerate(draft.problem.channels):
        opened, started = places.open[index], places.start[index]
        for block in range(draft.problem.blocks):
            if block:
                draft.program.row(
                    [started[block], opened[block], opened[block - 1]], [1.0, -1.0, 1.0], lower=0.0
                )
            else:
                before = 1.0 if channel.open else 0.0
                draft.program.row([started[0], opened[0]], [1.0, -1.0], lower=-before)
            for later in _run(draft, block, channel.minimum_weeks):
                draft.program.row([opened[later], started[block]], [1.0, -1.0], lower=0.0)
            _minimum_units_row(draft, places, index, block)


def _run(draft: Draft, block: int, minimum_weeks: int) -> list[int]:
    """Return the blocks after ``block`` in which a channel started there must still be open."""
    later, passed = [], draft.problem.block_weeks[block]
    for after in range(block + 1, draft.problem.blocks):
        if passed >= minimum_weeks:
            break
        later.append(after)
        passed += draft.problem.block_weeks[after]
    return later


def _minimum_units_row(draft: Draft, places: Columns, index: int, block: int) -> None:
    least = draft.problem.channels[index].minimum_units_per_week * draft.problem.block_weeks[block]
    if least <= 0:
        return
    cells = [
        (column, units)
        for work, blocks in zip(draft.problem.works, places.levels, strict=True)
        if work.channel == index
        for units, column in blocks[block].items()
    ]
    draft.program.row(
        [*(column for column, _ in cells), places.open[index][block]],
        [*(float(units) for _, units in cells), -least],
        lower=0.0,
    )


def add_hours_rows(draft: Draft, places: Columns) -> tuple[tuple[int, ...], ...]:
    """Limit the hours; return the rows, roles x blocks."""
    return tuple(
        tuple(_hours_row(draft, places, role, block) for block in range(draft.problem.blocks))
        for role in range(len(draft.problem.roles))
    )


def _hours_row(draft: Draft, places: Columns, role: int, block: int) -> int:
    columns, factors = [], []
    for work, blocks in zip(draft.problem.works, places.levels, strict=True):
        for units, column in blocks[block].items():
            columns.append(column)
            factors.append(float(work.hours[role] * units))
    for channel in range(len(draft.problem.channels)):
        columns += [places.open[channel][block], places.start[channel][block]]
        upkeep = draft.problem.channel_hours[channel, role] * draft.problem.block_weeks[block]
        factors += [float(upkeep), float(draft.problem.setup_hours[channel, role])]
    columns.append(places.more_people[role])
    factors.append(-float(draft.problem.hours_per_fte[block]))
    return draft.program.row(columns, factors, upper=float(draft.problem.hours_limit[role, block]))


def add_money_rows(draft: Draft, places: Columns) -> tuple[int, ...]:
    """Limit the money; return the rows by month."""
    return tuple(_money_row(draft, places, month) for month in range(len(draft.problem.months)))


def _money_row(draft: Draft, places: Columns, month: int) -> int:
    columns, factors = [], []
    for work, blocks in zip(draft.problem.works, places.levels, strict=True):
        for block, cells in enumerate(blocks):
            paid = work.cost * draft.problem.month_share[block, month]
            columns += list(cells.values())
            factors += [float(paid * units) for units in cells]
    columns.append(places.more_money)
    factors.append(-float(draft.problem.month_cover[month]))
    return draft.program.row(columns, factors, upper=float(draft.problem.money_limit[month]))
