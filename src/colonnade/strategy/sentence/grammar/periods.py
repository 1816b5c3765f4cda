"""Rates ("a month", "per week", "monthly") and lengths of time ("six months")."""

from colonnade.strategy.sentence.grammar.numbers import number
from colonnade.strategy.sentence.grammar.walking import word_at
from colonnade.strategy.sentence.lexicon.quantities import ADVERBS, PERIODS, Period
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.phrases import Phrases
from colonnade.strategy.sentence.tokens import Tokens

_PERIODS = Phrases(PERIODS.items())
_ADVERBS = Phrases(ADVERBS.items())
_EACH = frozenset(["a", "an", "per", "each", "every", "/", "p"])


def period(tokens: Tokens, at: int) -> Parsed[Period] | None:
    """Read the name of a period."""
    return _PERIODS.find(tokens, at)


def adverb(tokens: Tokens, at: int) -> Parsed[Period] | None:
    """Read "monthly" and the like."""
    return _ADVERBS.find(tokens, at)


def rate(tokens: Tokens, at: int) -> Parsed[Period] | None:
    """Read "a month", "per calendar month", "each week", "/ month" or "monthly"."""
    said = adverb(tokens, at)
    if said is not None:
        return said
    if word_at(tokens, at) not in _EACH:
        return None
    start = at + 1
    if word_at(tokens, start) in ("single", "calendar", "working"):
        start += 1
    return period(tokens, start)


def length(tokens: Tokens, at: int) -> Parsed[tuple[float, Period]] | None:
    """Read a length of time, such as "six months", "a year" or "half a year"."""
    count = number(tokens, at)
    start = count.end if count else at
    if word_at(tokens, start) in ("a", "an"):
        start += 1
    elif count is None:
        return None
    found = period(tokens, start)
    return Parsed((count.value if count else 1.0, found.value), found.end) if found else None
