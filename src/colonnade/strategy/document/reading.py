"""Reads ``strategy.yaml`` with the position of everything: never a traceback, all problems at once."""

from dataclasses import dataclass, field
from functools import cached_property

from pydantic import ValidationError

from colonnade.strategy.document.building import Builder
from colonnade.strategy.document.explaining import explain, unknown_empty_keys
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.document.problems import Path, Problem
from colonnade.strategy.document.source import Lines, Refused, refuse, to_text
from colonnade.strategy.document.tree import Mapping, Node, locate, plain, walk


@dataclass(frozen=True)
class ReadResult:
    """What came of reading a text.

    Attributes:
        name: what the text is called in messages, such as its file name.
        text: the text as it was read (without a byte order mark); empty where it could not be decoded.
        strategy: the strategy; None where there are problems.
        problems: what keeps it from being one, in the order of the text.
    """

    name: str
    text: str
    strategy: Strategy | None
    problems: tuple[Problem, ...]
    tree: Node | None = field(default=None, repr=False, compare=False)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def position(self, path: Path, *, of_key: bool = False) -> tuple[int, int]:
        """Return (line, column), counted from 1, of the value at ``path``.

        Args:
            path: keys and item numbers from the root, such as ``("goals", 1, "deadline")``.
            of_key: give the position of the value's key instead, where it has one.

        A part that is not there has the position of the nearest one around it that is; the root without a
        tree has (1, 1).
        """
        if self.tree is None:
            return 1, 1
        return self._lines.position(locate(self.tree, path, of_key=of_key))

    def has(self, path: Path) -> bool:
        """Return whether something (be it empty) is written at ``path``."""
        return self.tree is not None and len(list(walk(self.tree, path))) == len(path) + 1


def _check_root(root: Node | None) -> Mapping:
    if root is None or (plain(root) is None):
        raise refuse("DOC008", "The document is empty.", "Begin with 'title:' or with the starter document.")
    if not isinstance(root, Mapping):
        raise refuse(
            "DOC007",
            "A strategy is written as keys with values, such as 'title: Our year'; this is something else.",
            "Begin with 'title:' or with the starter document; a sentence can be checked as a sentence.",
        )
    return root


def _shape(root: Mapping, lines: Lines) -> tuple[Strategy | None, list[Problem]]:
    empty = unknown_empty_keys(root, lines)
    try:
        return Strategy.model_validate(plain(root)), empty
    except ValidationError as error:
        return None, [*empty, *explain(error, root=root, lines=lines)]


def read(text: str | bytes, *, name: str) -> ReadResult:
    """Read a strategy document.

    Args:
        text: the document, as text or as the bytes of a file.
        name: what to call it in messages.

    Returns:
        The strategy with its positions, or the problems; this function raises nothing for any input.
    """
    decoded = ""
    try:
        decoded = to_text(text)
        lines = Lines(decoded)
        builder = Builder(decoded, lines)
        root = _check_root(builder.build())
    except Refused as refused:
        return ReadResult(name=name, text=decoded, strategy=None, problems=(refused.problem,))
    strategy, problems = _shape(root, lines)
    everything = sorted([*builder.problems, *problems], key=lambda problem: (problem.line, problem.column))
    return ReadResult(
        name=name,
        text=decoded,
        strategy=strategy if not everything else None,
        problems=tuple(everything),
        tree=root,
    )
