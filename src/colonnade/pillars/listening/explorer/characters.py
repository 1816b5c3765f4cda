"""Characters that stand for others when text is normalised, as one class of a regular expression.

Text without any of them is normalised (``query.tokens.normalise``) character by character, each to its own
small letter: whatever a query's words are found in after that can be looked for before it, by an engine.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from colonnade.pillars.listening.query.tokens import EMOJI, LETTERS, UNSPACED, normalise

_PART_OF_A_WORD = re.compile(f"[{LETTERS}]|{EMOJI}|{UNSPACED.pattern}")
_JAMO = range(0x1100, 0x1200)
_WITHIN = (
    *range(0x80, 0x3400),
    *range(0xA000, 0xAC00),
    *range(0xE000, 0x17000),
    *range(0x1B000, 0x20000),
    *range(0x2F800, 0x30000),
)
"""Where such characters are: the large blocks left out, of ideographs and the like, stand for themselves."""


@cache
def unlike_class() -> str:
    """Return the characters, in the syntax of RE2, that normalising drops, replaces or joins to others.

    Those that become mere signs or space are no part of a word and are left out.
    """
    codes = sorted({*_replaced(), *_joining(), *_JAMO})
    return "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in _ranges(codes))


def _replaced() -> Iterator[int]:
    for code in _WITHIN:
        small, normal = chr(code).lower(), normalise(chr(code))
        if (normal != small or len(small) != 1) and (not normal or _PART_OF_A_WORD.search(normal)):
            yield code


def _joining() -> Iterator[int]:
    """Yield the characters that join the one before them, such as accents of their own."""
    for code in _WITHIN:
        parts = unicodedata.decomposition(chr(code))
        if parts and not parts.startswith("<"):
            yield from (int(part, 16) for part in parts.split()[1:])


def _ranges(codes: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = ranges[-1][0], code
        else:
            ranges.append((code, code))
    return ranges
