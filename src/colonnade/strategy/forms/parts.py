"""What a form is made of: fields, groups of fields, lists of groups, sections."""

import json
from dataclasses import dataclass
from typing import Literal

from colonnade.strategy.document.problems import Path
from colonnade.strategy.rules.findings import Finding

Kind = Literal["text", "area", "lines", "number", "date", "choice", "check", "ids", "pairs"]


def element_id(path: Path) -> str:
    """Return the HTML id of what stands at ``path``; the same as long as the path is."""
    return "f-" + "-".join(str(step).replace(".", "_") for step in path)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Something at a place of the document, with what the checker says of it."""

    path: Path
    label: str
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        """The HTML id."""
        return element_id(self.path)

    @property
    def address(self) -> str:
        """The path as the form sends it."""
        return json.dumps(self.path)


@dataclass(frozen=True, kw_only=True)
class Field(Placed):
    """One value.

    Attributes:
        kind: how it is filled in; ``lines`` is one text a line, ``pairs`` is one ``key: number`` a line.
        choices: (value, label) pairs of a choice.
        chosen: the values of an ``ids`` field.
    """

    kind: Kind
    value: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: frozenset[str] = frozenset()

    @property
    def is_field(self) -> bool:
        """Whether this is a field: for templates."""
        return True

    @property
    def rows(self) -> int:
        """How many lines of a text to show."""
        return min(8, max(2, self.value.count("\n") + 1 + len(self.value) // 60))


@dataclass(frozen=True, kw_only=True)
class Group(Placed):
    """Fields that belong together; an item of a list where it can be removed."""

    entries: "tuple[Field | Group | ItemList, ...]"
    help: str = ""
    removable: bool = False
    filled: bool = False
    inline: bool = False

    @property
    def is_group(self) -> bool:
        """Whether this is a group: for templates."""
        return True

    @property
    def worst(self) -> str:
        """The weight of the worst finding in here, or nothing."""
        found = {str(finding.severity) for finding in all_findings(self)}
        return next((level for level in ("error", "warning", "info") if level in found), "")


@dataclass(frozen=True, kw_only=True)
class ItemList(Placed):
    """A list of groups to which one can be added."""

    items: tuple[Group, ...]
    one: str
    help: str = ""

    @property
    def is_list(self) -> bool:
        """Whether this is a list: for templates."""
        return True


def all_findings(part: "Field | Group | ItemList") -> list[Finding]:
    """Return the findings of a part and of all parts in it."""
    found = list(part.findings)
    inner = part.entries if isinstance(part, Group) else part.items if isinstance(part, ItemList) else ()
    for child in inner:
        found += all_findings(child)
    return found
