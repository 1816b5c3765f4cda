"""What posts taught of capitals: how often words are written small, and names of several words.

``scripts/train_sentiment names`` makes both lists.
"""

from functools import cache
from pathlib import Path

CASES = Path(__file__).with_name("cases.txt")
NAMES = Path(__file__).with_name("names.txt")
TENTHS = 10


@cache
def small_shares() -> dict[str, float]:
    """Return by small word the share of its uses inside sentences that are written small, in tenths.

    Words that are written small less often than one time in ten are left out: they count as names.
    """
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return {word: int(tenths) / TENTHS for word, tenths in (line.split(" ") for line in lines)}


@cache
def known_names() -> frozenset[str]:
    """Return names of two or three words that many posts hold, in small letters: where they stand first in a
    sentence, their first word is a part of them."""
    return frozenset(NAMES.read_text(encoding="utf-8").splitlines())
