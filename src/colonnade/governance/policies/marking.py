"""A text cut at its findings, so that a page can mark them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from colonnade.governance.policies.checking import Finding, Severity


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text; ``severity`` is empty where nothing was found in it."""

    text: str
    severity: str = ""


def marked(text: str, findings: Sequence[Finding]) -> list[Piece]:
    """Return ``text`` in pieces, each marked with the worst finding that covers it."""
    placed = [finding for finding in findings if finding.end > finding.start]
    edges = sorted({0, len(text), *(edge for one in placed for edge in (one.start, one.end))})
    worst = [_worst(placed, start, end) for start, end in pairwise(edges)]
    stretches = zip(worst, pairwise(edges), strict=True)
    return [
        Piece(text="".join(text[start:end] for _severity, (start, end) in group), severity=severity)
        for severity, group in groupby(stretches, key=itemgetter(0))
    ]


def _worst(placed: Sequence[Finding], start: int, end: int) -> str:
    over = {one.severity for one in placed if one.start <= start and end <= one.end}
    return next((str(one) for one in (Severity.BLOCK, Severity.WARN) if one in over), "")
