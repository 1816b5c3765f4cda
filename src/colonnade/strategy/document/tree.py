"""The document as a tree that knows where in the text everything stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from colonnade.strategy.document import scalars
from colonnade.strategy.document.problems import Path

NO_KEY = "\0"
"""Stands for a key that is no word; no text can hold it."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value.

    Attributes:
        start, end: indexes into the text, as in every node.
        style: YAML's quote or block sign; empty where the value is written plainly.
    """

    start: int
    end: int
    text: str
    style: str
    size: int = 1

    @property
    def value(self) -> bool | int | float | str | None:
        """What the scalar stands for."""
        return self.text if self.style else scalars.resolve(self.text)


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of values; ``flow`` where it is written in brackets."""

    start: int
    end: int
    flow: bool
    items: "list[Node]" = field(default_factory=list)
    size: int = 1


@dataclass(slots=True, eq=False)
class Entry:
    """A key with its value."""

    key: Scalar
    value: "Node"


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys with values; ``flow`` where it is written in braces."""

    start: int
    end: int
    flow: bool
    entries: list[Entry] = field(default_factory=list)
    size: int = 1

    def find(self, key: str) -> Entry | None:
        """Return the first entry of ``key``, or None."""
        return next((entry for entry in self.entries if entry.key.text == key), None)


@dataclass(slots=True, eq=False)
class Alias:
    """A repetition (``*name``) of ``target``."""

    start: int
    end: int
    target: "Node"
    size: int = 1


Node = Scalar | Sequence | Mapping | Alias


def resolved(node: Node) -> Scalar | Sequence | Mapping:
    """Return the node itself, or what it repeats."""
    while isinstance(node, Alias):
        node = node.target
    return node


def plain(node: Node) -> object:
    """Return the tree below ``node`` as dicts, lists and values; keys without a value are left out.

    Of a doubled key the first counts (``Builder`` has reported the double).
    """
    node = resolved(node)
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    found: dict[str, object] = {}
    for entry in node.entries:
        value = plain(entry.value)
        if value is not None and entry.key.text != NO_KEY:
            found.setdefault(entry.key.text, value)
    return found


def empty_entries(root: Node, path: Path = ()) -> Iterator[tuple[Path, Entry]]:
    """Yield (path, entry) of each key that has no value."""
    node = resolved(root)
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from empty_entries(item, (*path, index))
    elif isinstance(node, Mapping):
        for entry in node.entries:
            here = (*path, entry.key.text)
            value = resolved(entry.value)
            if not isinstance(value, Scalar):
                yield from empty_entries(value, here)
            elif value.value is None and entry.key.text != NO_KEY:
                yield here, entry


def walk(node: Node, path: Path) -> Iterator[tuple[Entry | None, Node]]:
    """Yield (entry, node) from the root down along ``path``, as far as it exists."""
    yield None, node
    for step in path:
        here = resolved(node)
        entry = here.find(str(step)) if isinstance(here, Mapping) else None
        if entry is not None:
            node = entry.value
        elif isinstance(here, Sequence) and isinstance(step, int) and 0 <= step < len(here.items):
            node = here.items[step]
        else:
            return
        yield entry, node


def locate(root: Node, path: Path, *, of_key: bool) -> int:
    """Return the index of what stands at ``path`` (or of its key), or of the nearest part around it."""
    steps = list(walk(root, path))
    entry, node = steps[-1]
    found_all = len(steps) == len(path) + 1
    return entry.key.start if entry is not None and (of_key or not found_all) else node.start
