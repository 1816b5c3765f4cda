"""Recordings with something wrong in them, as a broken or hostile network would answer."""

import copy
import json
from collections.abc import Iterator
from typing import Any

MOST = 30
"""Places of a recording that are changed in turn; evenly chosen where there are more."""

WRONG = (None, 7, "", [], {}, True, "\ud800 half", -(2**70))

HOSTILE_TEXTS = {
    "ten megabytes": "x" * 10_000_000,
    "zero width": "\u200b\u200c\u200d\ufeff" * 50,
    "bidirectional override": "good \u202egnp.exe\u202d news \u2066x\u2069",
    "lone surrogate": "a\ud83d b\ude00 c",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)><style>*{}</style>\"'><svg onload=x>",
    "controls": "a\x00b\x1b[31mc\x08\x85d\u2028e",
    "combining": "Z" + "\u0351" * 5_000,
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside ``value``."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


def some(paths: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return at most ``MOST`` of them, evenly spread."""
    step = max(1, -(-len(paths) // MOST))
    return paths[::step]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """Return ``value`` with what lies at ``path`` replaced."""
    value = copy.deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return value


def without(value: Any, path: tuple[Any, ...]) -> Any:
    """Return ``value`` without what lies at ``path``."""
    value = copy.deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return value


def broken(value: Any) -> Iterator[Any]:
    """Yield ``value`` with one thing missing or of the wrong type; each place has half of the wrong types."""
    for number, path in enumerate(some(list(places(value)))):
        yield without(value, path)
        for new in WRONG[number % 2 :: 2]:
            yield changed(value, path, new)
    yield from WRONG


def longest_text(value: Any) -> tuple[Any, ...] | None:
    """Return the path of the longest text that has spaces in it: what people wrote."""
    texts = [path for path in places(value) if isinstance(_at(value, path), str) and " " in _at(value, path)]
    return max(texts, key=lambda path: len(_at(value, path)), default=None)


def with_text(value: Any, text: str) -> Any:
    """Return ``value`` with its longest text replaced; None where it has none."""
    path = longest_text(value)
    return None if path is None else changed(value, path, text)


def damaged(body: bytes) -> Iterator[bytes]:
    """Yield a body cut off, swapped about, or of another kind altogether."""
    for part in (0, 1, 3, 10, 50, 90, 99):
        yield body[: len(body) * part // 100]
    yield body[::-1]
    yield bytes(byte ^ 0x80 for byte in body[:20_000])
    yield b"\xff\xfe" + body
    yield b"[" * 100_000
    yield json.dumps({"error": "x" * 1_000_000}).encode()
    yield b"<html><body><h1>502 Bad Gateway</h1></body></html>"
    yield b'{"a": ' + b"9" * 5_000 + b"}"


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value
