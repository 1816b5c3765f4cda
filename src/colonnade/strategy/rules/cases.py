"""Passing and failing documents of a rule, written in a YAML file beside its code.

The first two are its example in the reference, so that every example is tested.
"""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.document.reading import ReadResult, read
from colonnade.strategy.rules.registry import Rule
from colonnade.strategy.rules.subject import KnownEvidence

DAY = date(2027, 1, 4)


@dataclass(frozen=True, slots=True)
class Case:
    """A document, and the lines on which the rule must speak; none where it must pass."""

    name: str
    document: str
    lines: tuple[int, ...]
    today: date
    evidence: tuple[KnownEvidence, ...]

    def read(self) -> ReadResult:
        """Return the document as the checker wants it."""
        return read(self.document, name=self.name)


def cases_of(item: Rule) -> tuple[Case, ...]:
    """Return the cases of a rule in the order of its file.

    Raises:
        FileNotFoundError: if the rule has no file of cases.
    """
    package, _, _ = item.module.rpartition(".")
    text = files(package).joinpath(f"{item.code.lower()}.yaml").read_text(encoding="utf-8")
    return tuple(_case(entry) for entry in YAML(typ="safe", pure=True).load(text))


def _case(entry: dict[str, Any]) -> Case:
    expected = entry["expect"]
    return Case(
        name=entry["name"],
        document=entry["document"],
        lines=() if expected == "pass" else tuple(expected),
        today=entry.get("today", DAY),
        evidence=tuple(
            KnownEvidence(**{**known, "kind": EvidenceKind(known["kind"])})
            for known in entry.get("evidence", [])
        ),
    )
