"""Variants of the program: what is optimised, and what may give."""

from dataclasses import dataclass
from enum import Enum, auto

from colonnade.strategy.solver.evaluate import Choice


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
