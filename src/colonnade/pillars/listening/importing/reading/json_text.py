"""JSON Lines, and one JSON array of objects, read without holding the whole file."""

import json
from collections.abc import Iterator
from typing import IO

from colonnade.pillars.listening.importing.reading.encoding import repair
from colonnade.pillars.listening.importing.reading.layout import LONGEST_RECORD, Row, Unreadable

DEEPEST = 4  # levels of objects that become columns ("user.name")
_CHUNK = 1024 * 1024  # characters
_DECODER = json.JSONDecoder()


def cell_of(value: object) -> str:
    """Return a JSON or Parquet value as the text of a cell: nothing is empty, a list is JSON."""
    if value is None or value != value:  # NaN alone differs from itself
        return ""
    if isinstance(value, str):
        return repair(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return repair(json.dumps(value, ensure_ascii=False, default=str))


def flatten(record: dict[str, object], *, depth: int = DEEPEST) -> dict[str, str]:
    """Return the cells of an object by name; objects within it get dotted names."""
    cells: dict[str, str] = {}
    for key, value in record.items():
        name = " ".join(repair(key).replace("\0", " ").split())[:100]
        if isinstance(value, dict) and value and depth > 1:
            inner = flatten(value, depth=depth - 1)
            cells.update({f"{name}.{key}": cell for key, cell in inner.items()})
        else:
            cells[name] = cell_of(value)
    return cells


def objects_of_lines(text: IO[str]) -> Iterator[tuple[int, dict[str, str] | None, str, str]]:
    """Yield (line number, cells or None, raw line, problem) for every line that is not blank."""
    number = 0
    while line := text.readline(LONGEST_RECORD + 1):
        number += 1
        if len(line) > LONGEST_RECORD:
            raise Unreadable(f"Line {number} is longer than {LONGEST_RECORD:,} characters.")
        if line.isspace():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            yield number, None, line, f"not valid JSON: {error.msg} at character {error.pos + 1}"
        except (RecursionError, ValueError) as error:
            yield number, None, line, _unfit(error)
        else:
            yield number, *_checked(value, line)


def _unfit(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else f"not readable: {error}"


def _checked(value: object, raw: str) -> tuple[dict[str, str] | None, str, str]:
    if not isinstance(value, dict):
        return None, raw, "not a JSON object with named values"
    return flatten(value), raw, ""


class _Buffer:
    """Text of which the front is used up and the back refilled."""

    def __init__(self, text: IO[str]) -> None:
        self._text, self.held, self.at, self.ended = text, "", 0, False

    def more(self) -> None:
        """Read on; at least as much again as is held, so that a long value costs linear time."""
        self.held, self.at = self.held[self.at :], 0
        if len(self.held) > LONGEST_RECORD:
            raise Unreadable(f"One value is longer than {LONGEST_RECORD:,} characters.")
        fresh = self._text.read(max(_CHUNK, len(self.held)))
        self.ended = not fresh
        self.held += fresh

    def peek(self, skip: str) -> str:
        """Return the next character that is not in ``skip``; empty at the end of the text."""
        while True:
            while self.at < len(self.held) and self.held[self.at] in skip:
                self.at += 1
            if self.at < len(self.held) or self.ended:
                return self.held[self.at : self.at + 1]
            self.more()

    def value(self, number: int) -> object:
        """Return the JSON value that begins here. Raises ``Unreadable`` where it is broken."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.held, self.at)
            except (json.JSONDecodeError, RecursionError, ValueError) as error:
                if self.ended or isinstance(error, RecursionError):
                    raise Unreadable(
                        f"Value {number} of the JSON array is broken ({error}). All before it was read; "
                        "mend the file there, or write one object a line."
                    ) from error
            else:
                if end < len(self.held) or self.ended:  # else a number might go on
                    self.at = end
                    return value
            self.more()


def objects_of_array(text: IO[str]) -> Iterator[tuple[int, dict[str, str] | None, str, str]]:
    """Yield (number, cells or None, raw value, problem) for every value of the array."""
    buffer = _Buffer(text)
    buffer.peek(" \t\r\n\ufeff")
    buffer.at += 1  # the bracket that opens it
    number = 0
    while (following := buffer.peek(" \t\r\n,")) != "]":
        number += 1
        if not following:
            raise Unreadable(f"The JSON array is cut off after {number - 1:,} values; those were read.")
        value = buffer.value(number)
        yield number, *_checked(value, "" if isinstance(value, dict) else cell_of(value))


def rows(
    found: Iterator[tuple[int, dict[str, str] | None, str, str]], columns: tuple[str, ...]
) -> Iterator[Row]:
    """Yield objects as rows over ``columns``; values under other names follow as one JSON cell."""
    known = set(columns)
    for number, cells, raw, problem in found:
        if cells is None:
            yield Row(number, (repair(raw.strip()),), problem)
            continue
        fitting = tuple(cells.get(name, "") for name in columns)
        rest = {name: cell for name, cell in cells.items() if name not in known}
        yield Row(number, (*fitting, json.dumps(rest)) if rest else fitting)
