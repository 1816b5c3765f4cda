"""Writes values as YAML as a careful author would: plain words where they are safe, quotes elsewhere."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from colonnade.strategy.document import scalars

Value = str | bool | int | float | date | list["Value"] | Mapping[str, "Value"]
"""What can be written: a value, a list, or keys with values."""

INDENT = "  "
_SHORT = 72
# Begins with a letter and holds nothing that YAML could take for a sign of its own.
_SAFE = re.compile(r"[^\W\d_](?:[\w ./()+&$€£%@;!?'-]|:(?=\S))*")
_DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_WORDS_OF_OLD_YAML = frozenset({"yes", "no", "on", "off", "y", "n"})
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def scalar(value: Value, *, style: str = "") -> str:
    """Return a single value as it stands on one line.

    Args:
        style: the quotes to keep where the value is a text; empty for plain where that is safe.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (int, float)):
        return repr(value)
    return _text(value.isoformat() if isinstance(value, date) else str(value), style)


def _text(text: str, style: str) -> str:
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if style != '"' and _is_plain(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _is_plain(text: str) -> bool:
    if _DAY_OR_MONTH.fullmatch(text):
        return True
    return (
        _SAFE.fullmatch(text) is not None
        and text == text.strip()
        and text.isprintable()
        and text.lower() not in _WORDS_OF_OLD_YAML
        and scalars.resolve(text) == text
    )


def flow(value: Value) -> str:
    """Return any value on one line, lists in brackets and keys in braces."""
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    return scalar(value)


def _fits_a_line(value: Value) -> bool:
    inner = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return len(flow(value)) <= _SHORT and not any(isinstance(item, (list, Mapping)) for item in inner)


def _literal(text: str) -> list[str] | None:
    """Return the lines of a literal block, or None where only quotes can hold the text."""
    lines = text.split("\n")
    tame = all(line.isprintable() and line == line.strip() for line in lines)
    return lines if len(lines) > 1 and tame and lines[0] and lines[-1] else None


def after_key(value: Value, indent: str, newline: str) -> str:
    """Return what follows ``key:`` where the key stands at ``indent``, with a leading blank or line break."""
    if isinstance(value, str) and (lines := _literal(value)) is not None:
        return " |-" + "".join(f"{newline}{indent}{INDENT}{line}".rstrip(" ") for line in lines)
    if not isinstance(value, (list, Mapping)) or not value or _fits_a_line(value):
        return " " + flow(value)
    return "".join(newline + line for line in block(value, indent + INDENT, newline))


def item(value: Value, indent: str, newline: str) -> str:
    """Return a list's item from its dash on, where the dash stands at ``indent``."""
    if not isinstance(value, Mapping) or not value:
        return "- " + flow(value)
    lines = newline.join(block(value, indent + INDENT, newline))
    return "- " + lines.removeprefix(indent + INDENT)


def block(value: Value, indent: str, newline: str) -> Iterator[str]:
    """Yield the lines of a list or of keys, each key and each dash at ``indent``."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield f"{indent}{scalar(key)}:{after_key(inner, indent, newline)}"
    elif isinstance(value, list):
        for inner in value:
            yield indent + item(inner, indent, newline)
