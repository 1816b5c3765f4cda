"""What a plain word in YAML stands for: the core schema of YAML 1.2.2 (section 10.3)."""

import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL, _HEX = re.compile(r"0o[0-7]{1,20}"), re.compile(r"0x[0-9a-fA-F]{1,16}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NAN = frozenset({".nan", ".NaN", ".NAN"})
_LONGEST_INT = 18


def _whole(word: str) -> int | float:
    # Longer ones are read as floats: Python refuses to read very long integers, and none is meant.
    return int(word) if len(word) <= _LONGEST_INT else float(word)


def resolve(word: str) -> bool | int | float | str | None:
    """Return the value of an unquoted scalar: null, a truth value, a number, or the text itself.

    Dates stay text; the document's shape decides where a date is meant.
    """
    if word in _NULL:
        return None
    if word in _BOOL:
        return _BOOL[word]
    if _INT.fullmatch(word):
        return _whole(word)
    if _OCTAL.fullmatch(word):
        return int(word[2:], 8)
    if _HEX.fullmatch(word):
        return int(word[2:], 16)
    if _FLOAT.fullmatch(word):
        return float(word)
    if word in _NAN:
        return float("nan")
    return float(word.replace(".", "")) if _INFINITE.fullmatch(word) else word
