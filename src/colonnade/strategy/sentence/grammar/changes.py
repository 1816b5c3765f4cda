"""Figures that are aimed at: from 40 to 65, by 20 %, to 4 %, double, within two hours."""

from dataclasses import dataclass, replace
from enum import StrEnum

from colonnade.strategy.sentence.grammar.money import amount
from colonnade.strategy.sentence.grammar.numbers import number
from colonnade.strategy.sentence.grammar.periods import rate
from colonnade.strategy.sentence.grammar.walking import after, skip, token_at, word_at
from colonnade.strategy.sentence.lexicon.quantities import FACTORS, FRACTIONS, MINUTES, Period
from colonnade.strategy.sentence.lexicon.words import WORDS
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.phrases import Phrases
from colonnade.strategy.sentence.tokens import Tokens

_MINUTES = Phrases(MINUTES.items())
_YEARS = range(1990, 2200)


class Measure(StrEnum):
    """What a figure is a number of."""

    COUNT = "count"
    PERCENT = "percent"
    MINUTES = "minutes"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it is a number of."""

    value: float
    measure: Measure = Measure.COUNT
    currency: str | None = None


class How(StrEnum):
    """How a figure is aimed at."""

    TO = "to"
    BY = "by"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is aimed at, from where, and over which period it counts."""

    how: How
    figure: Figure
    baseline: Figure | None = None
    per: Period | None = None
    promise: bool = False


def percent_end(tokens: Tokens, at: int) -> int | None:
    """Return the place behind a percent sign or word; None where there is none."""
    return after(tokens, at, "%") or after(tokens, at, "percent") or after(tokens, at, "per", "cent")


def figure(tokens: Tokens, at: int) -> Parsed[Figure] | None:
    """Read a number with its unit: a sum, a share, minutes, or a plain count."""
    sum_ = amount(tokens, at)
    if sum_ is not None:
        return Parsed(Figure(sum_.value.amount, Measure.MONEY, sum_.value.currency), sum_.end)
    start = at + (word_at(tokens, at) in ("an", "a"))
    value = number(tokens, at)
    if value is None:
        hour = _MINUTES.find(tokens, start) if start > at else None
        return Parsed(Figure(hour.value, Measure.MINUTES), hour.end) if hour else None
    percent = percent_end(tokens, value.end)
    if percent is not None:
        return Parsed(Figure(value.value, Measure.PERCENT), percent)
    unit = _MINUTES.find(tokens, skip(tokens, value.end, frozenset(["an", "a"]), most=1))
    if unit is not None:
        return Parsed(Figure(value.value * unit.value, Measure.MINUTES), unit.end)
    return Parsed(Figure(value.value), value.end)


def change(tokens: Tokens, at: int) -> Parsed[Change] | None:
    """Read a figure that is aimed at, with the period it counts over."""
    found = (
        _from_to(tokens, at)
        or _by(tokens, at)
        or _to(tokens, at)
        or _times(tokens, at)
        or _promise(tokens, at)
    )
    if found is None:
        return None
    per = rate(tokens, found.end)
    return Parsed(replace(found.value, per=per.value), per.end) if per else found


def _from_to(tokens: Tokens, at: int) -> Parsed[Change] | None:
    if word_at(tokens, at) != "from":
        return None
    low = figure(tokens, at + 1)
    if low is None:
        return None
    to = _find_to(tokens, low.end)
    high = figure(tokens, to) if to is not None else None
    if high is None:
        return None
    return Parsed(Change(How.TO, high.value, _alike(low.value, high, tokens)), high.end)


def _alike(low: Figure, high: Parsed[Figure], tokens: Tokens) -> Figure:
    """Return ``low`` in the unit of ``high`` where it has none of its own: "from 4 to 2 hours"."""
    if low.measure is not Measure.COUNT:
        return low
    unit = _MINUTES.find(tokens, high.end - 1) if high.value.measure is Measure.MINUTES else None
    return replace(high.value, value=low.value * (unit.value if unit else 1))


def _find_to(tokens: Tokens, at: int) -> int | None:
    """Return the place behind "to", over at most four words of a unit ("40 new leads a month to 65")."""
    for place in range(at, min(at + 5, len(tokens))):
        if tokens[place].lower == "to":
            return place + 1
        if tokens[place].kind != "word":
            return None
    return None


def _by(tokens: Tokens, at: int) -> Parsed[Change] | None:
    if word_at(tokens, at) != "by":
        return None
    start = skip(tokens, at + 1, frozenset(["another", "at", "least", "about", "around"]), most=2)
    found = figure(tokens, start)
    if found is None:
        return None
    value, end = found
    fraction = value.measure is Measure.COUNT and tokens[end - 1].lemma in FRACTIONS
    if fraction:
        return Parsed(Change(How.BY, Figure(100 * value.value, Measure.PERCENT)), end)
    if value.measure is Measure.COUNT and (value.value in _YEARS or not _closes(tokens, end)):
        return None
    return Parsed(Change(How.BY, value), end)


def _closes(tokens: Tokens, end: int) -> bool:
    """Whether a bare number ends here, and is not the count of something that follows ("to 20 dealers")."""
    token = token_at(tokens, end)
    return token is None or token.kind in ("mark", "line") or token.lower in WORDS.closing


def _to(tokens: Tokens, at: int) -> Parsed[Change] | None:
    word = word_at(tokens, at)
    if word not in ("to", "below", "under", "above"):
        return None
    start = skip(
        tokens, at + 1, frozenset(["at", "least", "about", "around", "below", "under", "over"]), most=2
    )
    found = figure(tokens, start)
    if found is None:
        return None
    bare = found.value.measure is Measure.COUNT
    if bare and (word != "to" or not _closes(tokens, found.end)):
        return None
    return Parsed(Change(How.TO, found.value), found.end)


def _times(tokens: Tokens, at: int) -> Parsed[Change] | None:
    token = token_at(tokens, at)
    if token is None:
        return None
    if token.lower in FACTORS:
        return Parsed(Change(How.TIMES, Figure(FACTORS[token.lower])), at + 1)
    if token.lower == "twice":
        return Parsed(
            Change(How.TIMES, Figure(2.0)), skip(tokens, at + 1, frozenset(["as", "many", "much", "the"]))
        )
    value = number(tokens, at)
    sign = token_at(tokens, value.end) if value else None
    if value is not None and sign is not None and sign.lower in ("x", "times", "fold"):
        if sign.lower == "x" and not sign.glued:
            return None
        return Parsed(Change(How.TIMES, Figure(value.value)), value.end + 1)
    return None


def _promise(tokens: Tokens, at: int) -> Parsed[Change] | None:
    """Read "within two hours", "in under 60 minutes": a time to answer in, shorter than any deadline."""
    if word_at(tokens, at) not in ("within", "in", "inside"):
        return None
    start = skip(tokens, at + 1, frozenset(["less", "than", "under", "at", "most", "the", "first"]), most=3)
    found = figure(tokens, start)
    if found is None or found.value.measure is not Measure.MINUTES or tokens[found.end - 1].lemma == "day":
        return None
    return Parsed(Change(How.TO, found.value, promise=True), found.end)


_FORMS = (_from_to, _by, _to, _times, _promise)
