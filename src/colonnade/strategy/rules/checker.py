"""Runs the rules over a document."""

from collections.abc import Iterator, Sequence
from datetime import date

from colonnade.strategy.document.problems import Problem
from colonnade.strategy.document.reading import ReadResult
from colonnade.strategy.rules.findings import Finding, Report, Severity
from colonnade.strategy.rules.registry import Rule, all_rules
from colonnade.strategy.rules.steps import step_of
from colonnade.strategy.rules.subject import KnownEvidence, Subject


def check(read: ReadResult, *, today: date, evidence: Sequence[KnownEvidence] = ()) -> Report:
    """Return all that is wrong with a document, structural problems first among equals of place.

    Args:
        read: the document as ``strategy.document.reading.read`` gave it; one that could not be read has
            its structural problems reported and no rule is asked.
        today: the day on which deadlines and evidence are judged.
        evidence: what is known outside the document, such as where customers were heard to converse.
    """
    findings = [_structural(problem) for problem in read.problems]
    if read.strategy is not None:
        subject = Subject(strategy=read.strategy, read=read, today=today, evidence=tuple(evidence))
        for item in all_rules():
            findings.extend(_examine(item, subject))
    return Report(findings=tuple(sorted(findings, key=lambda finding: finding.order)))


def _structural(problem: Problem) -> Finding:
    return Finding(
        code=problem.code,
        severity=Severity.ERROR,
        message=problem.message,
        fix=problem.fix,
        path=tuple(problem.path),
        line=problem.line,
        column=problem.column,
        step=step_of(problem.code),
    )


def _examine(item: Rule, subject: Subject) -> Iterator[Finding]:
    if not item.once(subject):
        return
    for hit in item.examine(subject):
        line, column = subject.read.position(hit.path)
        yield Finding(
            code=item.code,
            severity=item.severity,
            message=_one_line(hit.message),
            fix=_one_line(hit.fix),
            path=hit.path,
            line=line,
            column=column,
            step=item.step,
        )


def _one_line(text: str) -> str:
    """Return ``text`` without line breaks, which names quoted from the document may hold."""
    return " ".join(text.split())
