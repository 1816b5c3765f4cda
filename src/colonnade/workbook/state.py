"""What a step of the 8C framework knows of itself: computed from evidence, never ticked by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Todo:
    """The next thing to do, and the page that does it.

    Attributes:
        label: what to do, as a button says it.
        page: name of the page, ``app:page``.
        fragment: place on the page; empty for its top.
    """

    label: str
    page: str
    fragment: str = ""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing that a step needs, and how far the evidence goes.

    Attributes:
        needs: what is needed, in words.
        share: how much of it is there, 0 to 1.
        known: what the evidence says; shown where ``share`` is above 0.
        missing: what is not there; shown where ``share`` is below 1.
        todo: what closes the gap.
    """

    needs: str
    share: float
    known: str
    missing: str
    todo: Todo


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the framework as it stands now.

    Attributes:
        key: lower-case name, such as ``clarify``.
        decides: what the step decides.
        criteria: what it needs, each with its evidence.
        cracks: findings of the checker that belong to the step (errors and warnings).
        closed: why the step cannot be worked on yet; empty when it can.
    """

    key: str
    title: str
    decides: str
    criteria: tuple[Criterion, ...]
    cracks: tuple[str, ...] = ()
    closed: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def fill(self) -> float:
        """Return how much of what the step needs is there, 0 to 1; a closed step counts nothing."""
        if self.closed or not self.criteria:
            return 0.0
        return sum(criterion.share for criterion in self.criteria) / len(self.criteria)

    @property
    def holds(self) -> bool:
        """Return whether everything is there."""
        return not self.closed and all(criterion.share >= 1 for criterion in self.criteria)

    @property
    def known(self) -> list[str]:
        """Return what the evidence says."""
        return [criterion.known for criterion in self.criteria if criterion.share > 0 and criterion.known]

    @property
    def gaps(self) -> list[Criterion]:
        """Return the criteria that are not fully met, the emptiest first."""
        return sorted((item for item in self.criteria if item.share < 1), key=lambda item: item.share)

    @property
    def next(self) -> Todo | None:
        """Return what to do next, or None where nothing is missing."""
        gaps = self.gaps
        return gaps[0].todo if gaps else None


def share_of(met: Iterable[bool]) -> float:
    """Return the share of true values; 0 where there is none, for nothing is no evidence."""
    values = list(met)
    return sum(values) / len(values) if values else 0.0
