"""From bytes to text: size, encoding and characters, before any parser sees them."""

import re
from bisect import bisect_right

from colonnade.strategy.document.problems import Problem

MAX_BYTES = 1_000_000
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
# What YAML 1.2 (section 5.1) does not let into a document.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


class Refused(Exception):
    """The text cannot be parsed at all. ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Lines:
    """Finds line and column of a character by its index; lines end with LF, CR or CRLF, as in editors."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def position(self, index: int) -> tuple[int, int]:
        """Return (line, column) of the character at ``index``, both counted from 1."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def refuse(code: str, message: str, fix: str, *, line: int = 1, column: int = 1) -> Refused:
    """Return the exception for a text that goes no further."""
    return Refused(Problem(line=line, column=column, path=(), message=message, fix=fix, code=code))


def _guess_encoding(raw: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if raw.startswith(mark):
            return encoding
    if raw[:200].count(0) * 3 > len(raw[:200]):
        return "UTF-16 or UTF-32 without its mark"
    return "Latin-1 or Windows-1252" if not re.search(rb"[\x00-\x08\x0e-\x1f]", raw) else "binary"


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        guess = _guess_encoding(raw)
        # In any other encoding than a Latin one the bytes before the first wrong one are no lines of text.
        before = raw[: error.start].decode("utf-8-sig", errors="replace") if guess.startswith("Latin") else ""
        line, column = Lines(before).position(len(before))
        raise refuse(
            "DOC002",
            f"The text is not UTF-8; it looks like {guess}.",
            "Save the file again with the encoding UTF-8.",
            line=line,
            column=column,
        ) from None


def _check_characters(text: str) -> None:
    found = _FORBIDDEN.search(text)
    if found is None:
        return
    line, column = Lines(text).position(found.start())
    name = "a NUL character" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
    raise refuse(
        "DOC003", f"The text holds {name}.", "Delete it; it may be invisible.", line=line, column=column
    )


def to_text(source: str | bytes) -> str:
    """Return ``source`` as checked text, without a byte order mark.

    Raises:
        Refused: where it is too large, not UTF-8, or holds characters that YAML does not allow.
    """
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", errors="replace"))
    if size > MAX_BYTES:
        # Whoever reads a file stops soon after the limit, so a size near it is not the file's own.
        shown = f"{size / 1e6:,.1f} MB" if size > 1.05 * MAX_BYTES else "more than 1 MB"
        raise refuse(
            "DOC001",
            f"The text has {shown}; a strategy has at most {MAX_BYTES / 1e6:.0f} MB.",
            "Check that this is the right file; keep data such as posts out of the strategy.",
        )
    text = _decode(source) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    _check_characters(text)
    return text
