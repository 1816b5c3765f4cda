"""Choosing among findings by code, as ``--select`` and ``--ignore`` do."""

from collections.abc import Sequence

from colonnade.strategy.rules.findings import Report
from colonnade.strategy.rules.registry import all_rules


class UnknownCode(ValueError):
    """A selector that no code begins with."""


def select(report: Report, *, only: Sequence[str] = (), without: Sequence[str] = ()) -> Report:
    """Return the findings whose code begins with one of ``only`` (all if empty) and none of ``without``.

    What belongs to no step is kept whatever is chosen: while the form of a document is wrong no rule was
    asked, and leaving that out would make an unreadable document look clean.
    """
    chosen = [
        finding
        for finding in report
        if finding.step is None
        or (_matches(finding.code, only or [""]) and not _matches(finding.code, without))
    ]
    return Report(findings=tuple(chosen))


def _matches(code: str, selectors: Sequence[str]) -> bool:
    return any(code.startswith(selector) for selector in selectors)


def selectors(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the selectors in ``texts``, each a list parted by commas.

    Raises:
        UnknownCode: if one is neither a code nor the beginning of one.
    """
    found = tuple(part.strip().upper() for text in texts for part in text.split(",") if part.strip())
    codes = [item.code for item in all_rules()]
    for selector in found:
        if not any(code.startswith(selector) for code in codes):
            raise UnknownCode(f"'{selector}' is neither a rule's code nor the beginning of one.")
    return found
