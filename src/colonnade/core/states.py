"""State machines as tables, checked when they are made."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class TransitionRefused(Exception):
    """A step that the state table does not allow.

    Attributes:
        present: the state the object is in.
        wanted: the state that was asked for.
        allowed: the states that can be reached from ``present``.
    """

    def __init__(self, *, present: StrEnum, wanted: StrEnum, allowed: frozenset[StrEnum]) -> None:
        self.present, self.wanted, self.allowed = present, wanted, allowed
        options = ", ".join(sorted(allowed)) or "nothing: this state is final"
        super().__init__(f"cannot go from '{present}' to '{wanted}'; possible from here: {options}")


class StateTable(Generic[S]):
    """Which state may follow which.

    Args:
        initial: the state a new object has.
        steps: for every state of the enum, the states that may follow it.

    Raises:
        ValueError: if a state is missing from the table or cannot be reached from ``initial``.
    """

    def __init__(self, *, initial: S, steps: Mapping[S, frozenset[S]]) -> None:
        missing = set(type(initial)) - set(steps)
        if missing:
            raise ValueError(f"states without a row: {', '.join(sorted(missing))}")
        self.initial = initial
        self._steps = dict(steps)
        lost = set(steps) - self._reachable(initial)
        if lost:
            raise ValueError(f"states never reached: {', '.join(sorted(lost))}")

    def _reachable(self, start: S) -> set[S]:
        seen, waiting = {start}, [start]
        while waiting:
            new = self._steps[waiting.pop()] - seen
            seen |= new
            waiting.extend(new)
        return seen

    def following(self, state: S) -> frozenset[S]:
        """Return the states that may follow ``state``."""
        return self._steps[state]

    def require(self, *, present: S, wanted: S) -> None:
        """Raise ``TransitionRefused`` unless ``wanted`` may follow ``present``."""
        allowed = self._steps[present]
        if wanted not in allowed:
            raise TransitionRefused(present=present, wanted=wanted, allowed=frozenset(allowed))
