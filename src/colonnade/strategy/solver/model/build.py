"""Put the program together."""

from dataclasses import dataclass

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.evaluate import Choice
from colonnade.strategy.solver.model.columns import add_columns
from colonnade.strategy.solver.model.draft import Draft, Levels
from colonnade.strategy.solver.model.limits import (
    add_cadence_rows,
    add_channel_rows,
    add_hours_rows,
    add_money_rows,
)
from colonnade.strategy.solver.model.outcomes import add_outcome_rows
from colonnade.strategy.solver.model.setting import Setting
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.program import Program


@dataclass(frozen=True, kw_only=True)
class Model:
    """A program with the meaning of its columns and rows.

    ``levels[work][block]`` maps units to columns. ``worth_scale`` turns the objective of ``Aim.WORTH`` into
    worth.
    """

    problem: Problem
    program: Program
    levels: Levels
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
    draft = Draft(problem, setting)
    places = add_columns(draft)
    add_cadence_rows(draft, places)
    add_channel_rows(draft, places)
    hours_rows = add_hours_rows(draft, places)
    money_rows = add_money_rows(draft, places)
    add_outcome_rows(draft, places)
    return Model(
        problem=problem,
        program=draft.program,
        levels=places.levels,
        open=places.open,
        more_people=places.more_people,
        more_money=places.more_money,
        hours_rows=hours_rows,
        money_rows=money_rows,
        worth_scale=draft.worth_scale,
    )
