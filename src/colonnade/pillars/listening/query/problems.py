"""What is wrong with a query, or worth a second look, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something about a stretch of a query's text.

    Attributes:
        message: what it is.
        mend: what to write instead; empty where that is plain.
        start, end: the stretch, as offsets into the text.
        line, column: where it begins, both counted from 1.
        marked: the line of the text that it is in, and below it a line of carets under the stretch.
    """

    message: str
    mend: str
    start: int
    end: int
    line: int
    column: int
    marked: str

    def __str__(self) -> str:
        """Return position, message and mend in one line."""
        mend = f" {self.mend}" if self.mend else ""
        return f"{self.line}:{self.column}: {self.message}{mend}"


class QueryRefused(ValueError):
    """A query that has no meaning, or is beyond a limit.

    Attributes:
        remark: what is wrong, where, and how to mend it.
    """

    def __init__(self, remark: Remark) -> None:
        super().__init__(str(remark))
        self.remark = remark


def remark_at(text: str, start: int, end: int, message: str, mend: str = "") -> Remark:
    """Return a remark about ``text[start:end]``; an empty stretch points at one character."""
    start = min(start, len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first:] if last < 0 else text[first:last]
    carets = "^" * max(1, min(end, first + len(line)) - start)
    return Remark(
        message=message,
        mend=mend,
        start=start,
        end=max(start, end),
        line=text.count("\n", 0, start) + 1,
        column=start - first + 1,
        marked=f"{line}\n{' ' * (start - first)}{carets}",
    )
