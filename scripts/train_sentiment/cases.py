"""What posts teach of capitals: how often words are written small, and names of several words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from colonnade.pillars.listening.understanding.entities.cases import TENTHS
from colonnade.pillars.listening.understanding.entities.finding import hidden
from colonnade.pillars.listening.understanding.entities.kinds import LISTS
from colonnade.pillars.listening.understanding.entities.names import NAME_INSIDE, runs
from colonnade.pillars.listening.understanding.entities.tokens import BREAK, COMMA, Token, is_prose, tokens

OFTEN = 3
"""Uses from which on a word's share is known."""
KNOWN_FROM = 6
"""Posts from which on a row of words with capitals is a known name: fewer could be one person's habit."""
LONGEST_KNOWN = 3


def prose(texts: Iterable[str]) -> list[list[Token]]:
    """Return the tokens of each text in which case tells names."""
    read = (list(tokens(hidden(text))) for text in texts)
    return [one for one in read if is_prose(one)]


def small_shares(read: Sequence[Sequence[Token]]) -> dict[str, int]:
    """Return by small word its share of small uses inside sentences, in tenths; none below one."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for post in read:
        for before, token in pairwise(post):
            word = token.text
            if before.text != BREAK and word not in {BREAK, COMMA} and word[0].isalpha():
                (large if token.capital else small)[word.lower()] += 1
    uses = small + large
    shares = {word: small[word] * TENTHS // uses[word] for word in small if uses[word] >= OFTEN}
    return {word: share for word, share in shares.items() if share}


def known_names(read: Sequence[Sequence[Token]], shares: dict[str, int]) -> list[str]:
    """Return the names of two or three words inside sentences of many posts, in small letters."""
    seen: Counter[str] = Counter()
    for post in read:
        found = {" ".join(run).lower() for run, at_start in runs(post) if not at_start and _several(run)}
        seen.update(found)
    return sorted(name for name, posts in seen.items() if posts >= KNOWN_FROM and _names(name, shares))


def _several(run: Sequence[str]) -> bool:
    return 1 < len(run) <= LONGEST_KNOWN and not all(word.isupper() for word in run)


def _names(name: str, shares: dict[str, int]) -> bool:
    words = name.split()
    return (
        min(shares.get(word, 0) for word in words) < TENTHS * NAME_INSIDE
        and words[0] not in LISTS["leads"]
        and not LISTS["days"].intersection(words)
    )
