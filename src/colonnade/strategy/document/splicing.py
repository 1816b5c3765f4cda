"""The splices that change one place of a document's text and leave the rest as it is."""

from collections.abc import Mapping as MappingType
from datetime import date

from colonnade.strategy.document import rendering
from colonnade.strategy.document.building import Builder
from colonnade.strategy.document.problems import Path, display_path
from colonnade.strategy.document.rendering import Value
from colonnade.strategy.document.source import Lines, Refused, to_text
from colonnade.strategy.document.tree import (
    Alias,
    Entry,
    Mapping,
    Node,
    Scalar,
    Sequence,
    plain,
    walk,
)


class EditRefused(Exception):
    """The change cannot be made in this text; nothing was changed. The message says why."""


def comparable(value: object) -> object:
    """Return ``value`` in a form in which equal means: reads the same (1 is 1.0, but not true)."""
    if isinstance(value, MappingType):
        pairs = {key: comparable(item) for key, item in value.items()}
        return {key: item for key, item in pairs.items() if item not in (None, [], {})}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, bool):
        return ("truth", value)
    return value.isoformat() if isinstance(value, date) else value


def wrapped(rest: Path, value: Value) -> Value:
    """Return ``value`` inside the groups and lists that ``rest`` names."""
    for step in reversed(rest):
        if isinstance(step, int) and step != 0:
            raise EditRefused(f"There is no item {step} to change in {display_path(rest)}.")
        value = [value] if isinstance(step, int) else {step: value}
    return value


class Splicer:
    """A text with its tree, and the splices that change it."""

    def __init__(self, text: str) -> None:
        try:
            self._text = to_text(text)
            self._lines = Lines(self._text)
            root = Builder(self._text, self._lines).build()
        except Refused as refused:
            at = f"line {refused.problem.line}"
            raise EditRefused(f"The text cannot be read ({at}): {refused.problem.message}") from None
        if root is not None and not isinstance(root, Mapping) and plain(root) is not None:
            raise EditRefused("The text is not a group of keys and values.")
        self._root = root if isinstance(root, Mapping) else None
        self._newline = "\r\n" if "\r\n" in self._text else "\n"
        self.data: object = plain(self._root) if self._root is not None else {}

    def node_at(self, path: Path) -> Node | None:
        """Return the node at ``path``, or None where there is none."""
        if self._root is None:
            return None
        nodes = [node for _, node in walk(self._root, path)]
        if any(isinstance(node, Alias) for node in nodes):
            raise EditRefused(f"{display_path(path)} repeats another part (*); change it in the text.")
        return nodes[-1] if len(nodes) == len(path) + 1 else None

    def value_at(self, path: Path) -> object:
        """Return what the document says at ``path``; None for nothing."""
        node = self.node_at(path)
        return plain(node) if node is not None else None

    def checked(self, changed: str, wanted: object) -> str:
        """Return ``changed`` where it says ``wanted``. Raises ``EditRefused`` elsewhere."""
        if comparable(Splicer(changed).data) != comparable(wanted):
            raise EditRefused(
                "The form cannot make this change here without changing more; make it in the text."
            )
        return changed

    def with_value(self, path: Path, value: Value) -> str:
        """Return the text with ``value`` at ``path``, by the smallest splice."""
        if self._root is None:
            return self._with_first_key(wrapped(path, value))
        depth = len(path)
        while (node := self.node_at(path[:depth])) is None:
            depth -= 1
        rest = path[depth:]
        if rest and isinstance(node, Mapping) and node.entries and isinstance(rest[0], str):
            return self._with_entry(node, rest[0], wrapped(rest[1:], value))
        if rest and isinstance(node, Sequence) and node.items and rest[0] == len(node.items):
            return self._with_item(node, wrapped(rest[1:], value))
        if rest and isinstance(node, (Mapping, Sequence)) and node.size > 1:
            raise EditRefused(f"There is no {display_path(path)} to change.")
        return self._replaced(path[:depth], node, wrapped(rest, value))

    def without(self, path: Path) -> str:
        """Return the text without what stands at ``path``."""
        parent = self.node_at(path[:-1])
        if isinstance(parent, Mapping):
            entry = parent.find(str(path[-1]))
            if entry is not None and len(parent.entries) == 1 and len(path) > 1 and isinstance(path[-2], int):
                return self._splice(parent.start, self._content_end(parent), "{}")
            return self._without_entry(parent, entry) if entry is not None else self._text
        if isinstance(parent, Sequence) and isinstance(path[-1], int):
            return self._without_item(parent, path[-1])
        return self._text

    def _splice(self, start: int, end: int, new: str) -> str:
        return self._text[:start] + new + self._text[end:]

    def _indent(self, at: int) -> str:
        return " " * (self._lines.position(at)[1] - 1)

    def _content_end(self, node: Node) -> int:
        """Return the index after the node's last character, without what the parser skipped behind it."""
        if isinstance(node, Mapping) and not node.flow:
            return self._content_end(node.entries[-1].value)
        if isinstance(node, Sequence) and not node.flow:
            return self._content_end(node.items[-1])
        if isinstance(node, Scalar) and node.style in {"|", ">"}:
            keeps = "+" in self._text[node.start : self._line_end(node.start)]
            return node.end if keeps else node.start + len(self._text[node.start : node.end].rstrip())
        return node.end

    def _line_end(self, at: int) -> int:
        """Return the index of the line break (or the end of the text) that ends the line of ``at``."""
        if at > 0 and self._text[at - 1] == "\n":
            return at - 1
        found = self._text.find(self._newline, at)
        return found if found >= 0 else len(self._text)

    def _with_first_key(self, value: Value) -> str:
        lines = self._newline.join(rendering.block(value, "", self._newline))
        gap = "" if not self._text or self._text.endswith("\n") else self._newline
        return f"{self._text}{gap}{lines}{self._newline}"

    def _with_entry(self, mapping: Mapping, key: str, value: Value) -> str:
        last = mapping.entries[-1]
        if mapping.flow:
            at = max(last.value.end, last.key.end)
            return self._splice(at, at, f", {rendering.scalar(key)}: {rendering.flow(value)}")
        indent = self._indent(mapping.entries[0].key.start)
        at = self._line_end(self._content_end(last.value))
        shown = rendering.after_key(value, indent, self._newline)
        return self._splice(at, at, f"{self._newline}{indent}{rendering.scalar(key)}:{shown}")

    def _with_item(self, sequence: Sequence, value: Value) -> str:
        last = sequence.items[-1]
        if sequence.flow:
            return self._splice(last.end, last.end, f", {rendering.flow(value)}")
        indent = self._indent(sequence.start)
        at = self._line_end(self._content_end(last))
        return self._splice(at, at, f"{self._newline}{indent}{rendering.item(value, indent, self._newline)}")

    def _replaced(self, path: Path, node: Node, value: Value) -> str:
        end = self._content_end(node)
        if isinstance(node, Scalar) and isinstance(value, (str, date, bool, int, float)):
            return self._replaced_scalar(path, node, value, end)
        if not path or self._inside_flow(path):
            return self._splice(node.start, end, rendering.flow(value))
        if isinstance(path[-1], int):
            indent = self._indent(self._dash(path))
            new = rendering.item(value, indent, self._newline).removeprefix("- ")
            return self._splice(node.start, end, new if node.start < end else f" {new}")
        return self._replaced_after_key(path, end, value)

    def _replaced_after_key(self, path: Path, end: int, value: Value) -> str:
        entry = self._entry(path)
        colon = self._text.index(":", entry.key.end) + 1
        new = rendering.after_key(value, self._indent(entry.key.start), self._newline)
        if isinstance(value, str) and self._text[end : self._line_end(end)].strip():
            # A comment behind the old value would become part of a block of text.
            new = " " + rendering.scalar(value)
        return self._splice(colon, max(end, colon), new)

    def _replaced_scalar(self, path: Path, node: Scalar, value: Value, end: int) -> str:
        is_block = node.style in {"|", ">"} or (isinstance(value, str) and "\n" in value)
        alone = is_block and not self._text[end : self._line_end(end)].strip()
        if alone and path and isinstance(path[-1], str) and not self._inside_flow(path):
            return self._replaced_after_key(path, end, value)
        new = rendering.scalar(value, style=node.style)
        return self._splice(node.start, end, new if node.start < end else f" {new}")

    def _inside_flow(self, path: Path) -> bool:
        around = (self.node_at(path[:depth]) for depth in range(len(path)))
        return any(isinstance(node, (Mapping, Sequence)) and node.flow for node in around)

    def _entry(self, path: Path) -> Entry:
        parent = self.node_at(path[:-1])
        found = parent.find(str(path[-1])) if isinstance(parent, Mapping) else None
        if found is None:
            raise EditRefused(f"There is no {display_path(path)} to change.")
        return found

    def _dash(self, path: Path) -> int:
        parent = self.node_at(path[:-1])
        return parent.start if isinstance(parent, Sequence) else 0

    def _without_entry(self, mapping: Mapping, entry: Entry) -> str:
        place = mapping.entries.index(entry)
        following = mapping.entries[place + 1] if place + 1 < len(mapping.entries) else None
        end = max(self._content_end(entry.value), entry.key.end)
        if mapping.flow:
            if following is not None:
                return self._splice(entry.key.start, following.key.start, "")
            before = mapping.entries[place - 1].value.end if place else entry.key.start
            return self._splice(before, end, "")
        if self._begins_line(entry.key.start):
            return self._without_lines(entry.key.start, end)
        if following is None:
            return self._splice(entry.key.start, end, "{}")
        between = self._text[end : following.key.start]
        return self._splice(entry.key.start, following.key.start if not between.strip() else end, "")

    def _begins_line(self, at: int) -> bool:
        column = self._lines.position(at)[1] - 1
        return not self._text[at - column : at].strip()

    def _without_lines(self, start: int, end: int) -> str:
        first = start - (self._lines.position(start)[1] - 1)
        last = self._line_end(end)
        return self._splice(first, min(last + len(self._newline), len(self._text)), "")

    def _without_item(self, sequence: Sequence, index: int) -> str:
        item = sequence.items[index]
        end = self._content_end(item)
        if sequence.flow:
            if index + 1 < len(sequence.items):
                return self._splice(item.start, sequence.items[index + 1].start, "")
            return self._splice(sequence.items[index - 1].end if index else item.start, end, "")
        floor = self._content_end(sequence.items[index - 1]) if index else sequence.start
        dash = self._text.rindex("-", floor, item.start if item.start > floor else floor + 1)
        return self._without_lines(dash, max(end, dash + 1))
