"""Which texts are nearly the same: exactly, without comparing each with each.

Two texts are alike when the sets of their five-letter pieces (shingles, without addresses, case and signs)
have a Jaccard index of at least ``ALIKE``. Pairs that can reach it are found by prefix filtering (Chaudhuri,
Ganti and Kaushik, "A Primitive Operator for Similarity Joins in Data Cleaning", ICDE 2006): with the pieces
of all texts in one order, the rarest first, two alike texts share several of their first pieces.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import ceil

ALIKE = 0.6
PIECE = 5
SHORTEST = 20
"""Letters below which a text says too little to be called the same as another."""
SHARED = 12
"""Pieces of their prefixes that alike texts share at least: more make prefixes longer and pairs fewer."""
_ADDRESS = re.compile(r"https?://\S+")


def pieces(text: str) -> frozenset[str]:
    """Return the pieces of a text, none of one that is too short to compare."""
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text)).casefold()
    plain = " ".join(re.findall(r"\w+", plain))
    if len(plain) < SHORTEST:
        return frozenset()
    return frozenset(plain[start : start + PIECE] for start in range(len(plain) - PIECE + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard index of two sets of pieces, from 0 to 1; 0 where one is empty."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def alike(texts: Mapping[str, str], *, least: float = ALIKE) -> list[tuple[str, str, float]]:
    """Return the pairs of texts, by name, that are nearly the same, with their likeness.

    Raises:
        ValueError: where ``least`` is not above 0 and at most 1.
    """
    if not 0 < least <= 1:
        raise ValueError("the least likeness must be above 0 and at most 1")
    sets = {name: found for name, text in texts.items() if (found := pieces(text))}
    often = Counter(piece for found in sets.values() for piece in found)
    index: dict[str, list[str]] = defaultdict(list)
    pairs: list[tuple[str, str, float]] = []
    for name in sorted(sets, key=lambda key: (len(sets[key]), key)):
        prefix = _prefix(sets[name], often, least)
        shared = Counter(other for piece in prefix for other in index[piece])
        for other, count in shared.items():
            # What is in the index is no larger than this one, so its own need is the smaller.
            if count >= _need(sets[other], least) and len(sets[other]) >= least * len(sets[name]):
                alike_by = likeness(sets[name], sets[other])
                if alike_by >= least:
                    pairs.append((min(name, other), max(name, other), alike_by))
        for piece in prefix:
            index[piece].append(name)
    return sorted(pairs)


def _need(found: frozenset[str], least: float) -> int:
    """Return how many pieces an alike text, no smaller, must share with the prefix of this one."""
    return min(SHARED, ceil(least * len(found)))


def _prefix(found: frozenset[str], often: Mapping[str, int], least: float) -> Sequence[str]:
    """Return the rarest pieces, so many that an alike text must share ``_need`` of them."""
    ordered = sorted(found, key=lambda piece: (often[piece], piece))
    return ordered[: len(found) - ceil(least * len(found)) + _need(found, least)]
