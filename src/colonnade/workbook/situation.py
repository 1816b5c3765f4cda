"""Everything the eight steps look at, gathered once for a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from colonnade.pillars.listening.summary import Heard
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver.result import Plan


@dataclass(frozen=True, kw_only=True)
class Crack:
    """A finding of the checker, as a step shows it."""

    code: str
    message: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Situation:
    """The organisation at this moment, as the steps see it.

    Attributes:
        strategy: the current document, or None where there is none that can be read.
        version_state: state of the current version; empty where there is none.
        cracks: findings by step key.
        plan: the stored plan of the current text, where there is one.
        readings: number of KPI readings; ``measured``: metrics that have at least one.
        members, approvers: people of the organisation, and those of them who may approve.
    """

    strategy: Strategy | None
    version_state: str = ""
    cracks: dict[str, tuple[Crack, ...]]
    plan: Plan | None = None
    members: int = 1
    approvers: int = 1
    readings: int = 0
    measured: frozenset[str] = frozenset()
    heard: Heard = field(default_factory=Heard)

    @property
    def planned(self) -> bool:
        """Whether the current text has a plan that fits."""
        return self.plan is not None and self.plan.fits

    @property
    def document(self) -> Strategy:
        """Return the strategy, or an empty one where there is none."""
        return self.strategy or Strategy()

    def cracks_of(self, step: str) -> tuple[str, ...]:
        """Return the step's findings as lines."""
        return tuple(f"{crack.code} {crack.message}" for crack in self.cracks.get(step, ()))


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return the first names joined, and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
