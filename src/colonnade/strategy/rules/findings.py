"""What the checker says: findings, and the report that holds them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from colonnade.strategy.rules.steps import Step

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """How much a finding weighs: an error stops a strategy, a warning costs it, an info may help it."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    Attributes:
        code: the rule's code, such as ``CLA101``; ``DOC...`` for the form of the text.
        message: what is wrong, in one sentence.
        fix: what to do about it, in one sentence; may be empty.
        path: keys and positions from the document's root, such as ``("goals", 0, "target")``.
        line: from 1.
        column: from 1.
        step: the step the rule belongs to; None for the form of the text.
    """

    code: str
    severity: Severity
    message: str
    fix: str
    path: Path
    line: int
    column: int
    step: Step | None

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Where the finding stands in a report: by place, then by code."""
        return (self.line, self.column, self.code, self.message)


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one document, in the order of their places."""

    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not self.count(Severity.ERROR)

    def count(self, severity: Severity) -> int:
        """Return how many findings have ``severity``."""
        return sum(finding.severity is severity for finding in self.findings)

    def of(self, step: Step | None) -> tuple[Finding, ...]:
        """Return the findings of ``step``."""
        return tuple(finding for finding in self.findings if finding.step is step)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)
