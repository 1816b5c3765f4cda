"""Builds the document's tree from the parser's events.

Without recursion, so that depth, aliases and doubled keys are dealt with before anything can run away. The
parser is ruamel.yaml's, for YAML 1.2.
"""

import re
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from colonnade.strategy.document.problems import Path, Problem
from colonnade.strategy.document.source import Lines, Refused, refuse
from colonnade.strategy.document.tree import NO_KEY, Alias, Entry, Mapping, Node, Scalar, Sequence, resolved

MAX_DEPTH = 24
MAX_NODES = 50_000


_COLON = re.compile(r"[ \t]*:")


@dataclass(slots=True)
class _Frame:
    node: Sequence | Mapping
    path: Path
    anchor: str | None
    key: Scalar | None = None
    keys: set[str] = field(default_factory=set)

    def next_step(self) -> str | int:
        """Return the step of the path that the next child will have."""
        if isinstance(self.node, Sequence):
            return len(self.node.items)
        return self.key.text if self.key is not None else ""


class Builder:
    """Builds one tree. ``problems`` collects what is wrong but does not stop the reading."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.problems: list[Problem] = []
        self._text, self._lines = text, lines
        self._stack: list[_Frame] = []
        self._anchors: dict[str, Node | None] = {}
        self._documents = self._size = 0
        self._root: Node | None = None

    def build(self) -> Node | None:
        """Return the root of the first document, or None where the text holds none.

        Raises:
            Refused: where the text is not YAML, too deep, too large when expanded, or several documents.
        """
        try:
            for event in YAML(typ="safe", pure=True).parse(self._text):
                self._take(event)
        except MarkedYAMLError as error:
            raise self._syntax(error) from None
        except YAMLError as error:
            raise refuse("DOC005", f"The text is not YAML: {error}.", _CORRECT) from None
        except (ValueError, OverflowError):
            # A numeric escape in double quotes or a directive that stands for nothing.
            raise self._refuse_here(
                "DOC005", "An escape or a directive here stands for nothing.", _CORRECT
            ) from None
        return self._root

    def _take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._refuse_at(
                    event.start_mark.index,
                    "DOC006",
                    "A second document begins here.",
                    "Keep one strategy in a file: delete the '---' line or move the rest to another file.",
                )
        elif isinstance(event, NodeEvent):
            self._take_node(event)
        elif isinstance(event, (SequenceEndEvent, MappingEndEvent)):
            self._close(event.end_mark.index)

    def _take_node(self, event: NodeEvent) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self._count(1, start)
        if isinstance(event, AliasEvent):
            self._add(self._alias(event.anchor, start, end), None)
            return
        self._refuse_tag(event, start)
        if isinstance(event, ScalarEvent):
            style = event.style or ""
            self._add(Scalar(start, end, event.value, style), event.anchor)
        elif isinstance(event, MappingStartEvent):
            self._open(Mapping(start, end, bool(event.flow_style)), event.anchor)
        elif isinstance(event, SequenceStartEvent):
            self._open(Sequence(start, end, bool(event.flow_style)), event.anchor)

    def _count(self, size: int, at: int) -> None:
        self._size += size
        if self._size > MAX_NODES:
            raise self._refuse_at(
                at,
                "DOC009",
                f"The document has more than {MAX_NODES:,} parts.",
                "Split it, or keep data out of it.",
            )

    def _alias(self, name: str, start: int, end: int) -> Node:
        target = self._anchors.get(name)
        if target is None:
            why = (
                "repeats the part it is in"
                if name in self._anchors
                else "repeats nothing: no '&' of that name"
            )
            raise self._refuse_at(start, "DOC010", f"'*{name}' {why}.", "Write the value out instead.")
        if self._size + target.size > MAX_NODES:
            raise self._refuse_at(
                start,
                "DOC010",
                f"With '*{name}' the document would expand to more than {MAX_NODES:,} parts.",
                "Write the values out instead of repeating repetitions.",
            )
        self._count(target.size, start)
        return Alias(start, end, target, target.size)

    def _refuse_tag(self, event: NodeEvent, start: int) -> None:
        tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
        if tag is not None and str(tag) not in {"", "None"}:
            self._report(
                start,
                "DOC013",
                f"The tag '{tag}' is not used in a strategy.",
                "Delete the tag; keep the value.",
            )

    def _open(self, node: Sequence | Mapping, anchor: str | None) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise self._refuse_at(
                node.start,
                "DOC009",
                f"The document is nested more than {MAX_DEPTH} levels deep.",
                "Check the indentation and the brackets.",
            )
        if anchor:
            self._anchors[anchor] = None
        path = (*self._stack[-1].path, self._stack[-1].next_step()) if self._stack else ()
        if self._stack and self._is_key():
            self._report(
                node.start, "DOC012", "A list or a group of keys stands where a key must be.", _WORD_KEY
            )
        self._stack.append(_Frame(node, path, anchor))

    def _close(self, end: int) -> None:
        frame = self._stack.pop()
        frame.node.end = end
        self._add(frame.node, frame.anchor)

    def _is_key(self) -> bool:
        frame = self._stack[-1]
        return isinstance(frame.node, Mapping) and frame.key is None

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._stack:
            self._root = node
            return
        frame = self._stack[-1]
        frame.node.size += node.size
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        elif frame.key is None:
            frame.key = self._as_key(node, frame)
        else:
            self._settle(frame.key, node)
            frame.node.entries.append(Entry(frame.key, node))
            frame.key = None

    def _settle(self, key: Scalar, value: Node) -> None:
        # The parser puts a value that is not written where it noticed; people see it right after the colon.
        colon = _COLON.match(self._text, key.end)
        if isinstance(value, Scalar) and value.start == value.end and colon is not None:
            value.start = value.end = colon.end()

    def _as_key(self, node: Node, frame: _Frame) -> Scalar:
        key = resolved(node)
        if not isinstance(key, Scalar):
            return Scalar(node.start, node.end, NO_KEY, '"')
        if key.text in frame.keys:
            self._report(
                node.start,
                "DOC011",
                f"'{key.text}' stands twice here.",
                "Keep one of the two, or merge what they say.",
                (*frame.path, key.text),
            )
        frame.keys.add(key.text)
        return Scalar(node.start, node.end, key.text, key.style)

    def _report(self, at: int, code: str, message: str, fix: str, path: Path | None = None) -> None:
        line, column = self._lines.position(at)
        where = path if path is not None else self._stack[-1].path if self._stack else ()
        self.problems.append(Problem(line, column, where, message, fix, code))

    def _refuse_at(self, at: int, code: str, message: str, fix: str) -> Refused:
        line, column = self._lines.position(at)
        return refuse(code, message, fix, line=line, column=column)

    def _refuse_here(self, code: str, message: str, fix: str) -> Refused:
        last = self._stack[-1].node if self._stack else None
        return self._refuse_at(last.start if last is not None else 0, code, message, fix)

    def _syntax(self, error: MarkedYAMLError) -> Refused:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(self._text)) if mark is not None else 0
        if self._text[at : at + 1] == "\t":
            return self._refuse_at(
                at, "DOC004", "A tab stands where YAML wants spaces.", "Replace the tab by two spaces."
            )
        message, fix = _in_plain_words(error)
        return self._refuse_at(at, "DOC005", message, fix)


_CORRECT = "Correct the line, or start from the starter document."
_WORD_KEY = "Write a plain word before the colon."
_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "A colon stands where no key can be.",
        "Put a text with a colon in quotes, or check the indentation.",
    ),
    (
        "could not find expected ':'",
        "A key is not followed by a colon.",
        "Write 'key: value', with a space after the colon.",
    ),
    (
        "expected <block end>",
        "The indentation does not fit the lines above.",
        "Line the entry up with its neighbours.",
    ),
    ("found unexpected end of stream", "A quote is opened and never closed.", "Close the quote."),
    (
        "expected ',' or",
        "A bracket or brace is opened and not closed, or a comma is missing.",
        "Close it, or add the comma.",
    ),
    ("found character '%'", "A text cannot begin with '%'.", "Put it in quotes."),
    ("found character '@'", "A text cannot begin with '@'.", "Put it in quotes."),
    ("found character '`'", "A text cannot begin with a back quote.", "Put it in quotes."),
    (
        "expected the node content",
        "A value is missing or a bracket is closed twice.",
        "Add the value or delete the bracket.",
    ),
    (
        "expected alphabetic or numeric character",
        "A '*' or '&' without a name.",
        "Put a text that begins with it in quotes.",
    ),
)


def _in_plain_words(error: MarkedYAMLError) -> tuple[str, str]:
    said = f"{error.context or ''} {error.problem or ''}"
    for sign, message, fix in _PLAIN_WORDS:
        if sign in said:
            return message, fix
    return f"The text is not YAML here: {(error.problem or 'unexpected text').strip()}.", _CORRECT
