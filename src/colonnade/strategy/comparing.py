"""What changed between two documents: in meaning (by id, wherever it moved) and line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from colonnade.strategy.document.problems import display_path
from colonnade.strategy.document.reading import ReadResult
from colonnade.strategy.document.tree import plain

_CONTEXT = 3


class Side(StrEnum):
    """Where a line stands."""

    BOTH = "both"
    BEFORE = "before"
    AFTER = "after"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the comparison, with its numbers in the two texts, where it is in them.

    A gap stands for lines that are the same and not shown; its text says how many.
    """

    side: Side
    before: int | None
    after: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs; None where it is not there."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two documents.

    Attributes:
        changes: in meaning; empty where one of the two cannot be read.
    """

    changes: tuple[Change, ...]
    lines: tuple[Line, ...]

    @property
    def same(self) -> bool:
        """Whether the two texts are the same."""
        return not self.lines


def compare(before: ReadResult, after: ReadResult) -> Comparison:
    """Return what changed from ``before`` to ``after``."""
    return Comparison(changes=tuple(_changes(before, after)), lines=tuple(_lines(before.text, after.text)))


def _values(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _values(value, (*path, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            # An item is known by its id, so that moving it is no change.
            name = item.get("id") if isinstance(item, dict) else None
            yield from _values(item, (*path, str(name) if name else index))
    else:
        yield display_path(path), str(node)


def _changes(before: ReadResult, after: ReadResult) -> Iterator[Change]:
    if before.tree is None or after.tree is None:
        return
    old, new = dict(_values(plain(before.tree))), dict(_values(plain(after.tree)))
    for where in [*old, *(key for key in new if key not in old)]:
        if old.get(where) != new.get(where):
            yield Change(where, old.get(where), new.get(where))


def _lines(before: str, after: str) -> Iterator[Line]:
    old, new = before.splitlines(), after.splitlines()
    shown_until = 0
    for group in SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(_CONTEXT):
        if group[0][1] > shown_until:
            yield _gap(group[0][1] - shown_until)
        for kind, first, last, new_first, new_last in group:
            if kind == "equal":
                for offset in range(last - first):
                    yield Line(Side.BOTH, first + offset + 1, new_first + offset + 1, old[first + offset])
                continue
            for index in range(first, last):
                yield Line(Side.BEFORE, index + 1, None, old[index])
            for index in range(new_first, new_last):
                yield Line(Side.AFTER, None, index + 1, new[index])
        shown_until = group[-1][2]
    if 0 < shown_until < len(old):
        yield _gap(len(old) - shown_until)


def _gap(count: int) -> Line:
    return Line(Side.GAP, None, None, str(count))
