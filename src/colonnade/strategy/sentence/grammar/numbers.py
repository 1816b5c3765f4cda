"""Numbers in figures and in words.

A separator followed by exactly three digits parts thousands (1,500 and 1.500 are both 1500), any other is a
decimal mark; 0.500 is a half. Figures may be grouped by spaces (2 000) and shortened (1.5k, 2 lakh).
"""

import re

from colonnade.strategy.sentence.grammar.walking import token_at, word_at
from colonnade.strategy.sentence.lexicon import quantities as words
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.tokens import Tokens

_SEPARATORS = re.compile("[.,'\N{RIGHT SINGLE QUOTATION MARK}]")
_GROUP = re.compile("[0-9]{3}")
_LONGEST = 18
# Larger numbers are no amounts of anything in a strategy.
_LARGEST = 1e12


def number(tokens: Tokens, at: int) -> Parsed[float] | None:
    """Read a number at ``at``; one beyond all amounts (above a million million) is none."""
    found = _in_figures(tokens, at) or _in_words(tokens, at)
    return found if found is not None and found.value <= _LARGEST else None


def _in_figures(tokens: Tokens, at: int) -> Parsed[float] | None:
    token = token_at(tokens, at)
    if token is None:
        return None
    if token.text in words.FRACTION_MARKS:
        return Parsed(words.FRACTION_MARKS[token.text], at + 1)
    if token.kind != "number" or len(token.text) > _LONGEST:
        return None
    value, end = figure_value(token.text), at + 1
    if value is None:
        return None
    end, digits = _groups(tokens, at)
    if digits is not None:
        value = digits
    fraction = token_at(tokens, end)
    if fraction is not None and fraction.text in words.FRACTION_MARKS:
        return Parsed(value + words.FRACTION_MARKS[fraction.text], end + 1)
    return _scaled(tokens, value, end)


def figure_value(text: str) -> float | None:
    """Return the number that figures with separators stand for; None where they stand for none (1.2.3)."""
    groups = _SEPARATORS.split(text)
    marks = _SEPARATORS.findall(text)
    if not marks:
        return float(text)
    if len(set(marks)) == 2 and marks[-1] not in marks[:-1] and len(set(marks[:-1])) == 1:
        return _with_decimals(groups[:-1], groups[-1]) if _are_thousands(groups[:-1]) else None
    if len(set(marks)) > 1:
        return None
    if groups[0].strip("0") and _are_thousands(groups):
        return float("".join(groups))
    return _with_decimals(groups[:1], groups[1]) if len(groups) == 2 and marks[0] in ".," else None


def _are_thousands(groups: list[str]) -> bool:
    """Whether the groups part thousands, or lakhs and crores (1,50,000)."""
    inner = groups[1:-1]
    if not 1 <= len(groups[0]) <= 3 or len(groups[-1]) != 3:
        return False
    return all(len(group) == 3 for group in inner) or all(len(group) == 2 for group in inner)


def _with_decimals(groups: list[str], decimals: str) -> float:
    return float("".join(groups) + "." + decimals)


def _groups(tokens: Tokens, at: int) -> tuple[int, float | None]:
    """Join figures grouped by spaces, such as 2 000; return the end and the value, if there are groups."""
    end, digits = at + 1, tokens[at].text
    if not (digits.isdigit() and len(digits) <= 3) or digits.startswith("0"):
        return end, None
    while (
        (token := token_at(tokens, end)) and token.kind == "number" and re.fullmatch("[0-9]{3}", token.text)
    ):
        digits, end = digits + token.text, end + 1
    return end, float(digits) if end > at + 1 and len(digits) <= _LONGEST else None


def _scaled(tokens: Tokens, value: float, end: int) -> Parsed[float]:
    token = token_at(tokens, end)
    if token is None:
        return Parsed(value, end)
    if token.glued and token.lower in words.SUFFIXES:
        return Parsed(value * words.SUFFIXES[token.lower], end + 1)
    if token.lower == "k":
        return Parsed(value * 1000, end + 1)
    scale = words.SCALES.get(token.lemma)
    return Parsed(value * scale, end + 1) if scale else Parsed(value, end)


def _in_words(tokens: Tokens, at: int) -> Parsed[float] | None:
    fraction = _fraction(tokens, at)
    if fraction is not None:
        return fraction
    whole = _whole(tokens, at)
    if whole is None:
        return None
    return _and_a_fraction(tokens, whole) or whole


def _fraction(tokens: Tokens, at: int) -> Parsed[float] | None:
    """Read "half", "half a", "a half", "three quarters", "a third"."""
    start, count = at, 1
    if word_at(tokens, at) in ("a", "one"):
        start = at + 1
    elif word_at(tokens, at) in ("two", "three"):
        start, count = at + 1, words.UNITS[word_at(tokens, at)]
    token = token_at(tokens, start)
    part = words.FRACTIONS.get(token.lemma) if token else None
    if (
        part is None
        or word_at(tokens, start + 1) == "time"
        or (part == 0.25 and not _is_share(tokens, start + 1))
    ):
        return None
    return Parsed(count * part, start + 1)


def _is_share(tokens: Tokens, at: int) -> bool:
    """Whether "quarter" is a share ("three quarters of an FTE") and not three months."""
    return word_at(tokens, at) == "of" and word_at(tokens, at + 1) in ("a", "an", "one")


def _and_a_fraction(tokens: Tokens, whole: Parsed[float]) -> Parsed[float] | None:
    if word_at(tokens, whole.end) != "and" or word_at(tokens, whole.end + 1) not in ("a", "one", "three"):
        return None
    count = 3 if word_at(tokens, whole.end + 1) == "three" else 1
    part = token_at(tokens, whole.end + 2)
    share = words.FRACTIONS.get(part.lemma) if part else None
    return Parsed(whole.value + count * share, whole.end + 3) if share else None


def _whole(tokens: Tokens, at: int) -> Parsed[float] | None:
    """Read a whole number in words, such as two thousand five hundred and twelve."""
    total, group, end, seen = 0.0, 0.0, at, False
    while (token := token_at(tokens, end)) is not None:
        if token.lower in words.UNITS and _fits(group, 1):
            group, end, seen = group + words.UNITS[token.lower], end + 1, True
        elif token.lower in words.TENS and _fits(group, 10):
            group, end, seen = group + words.TENS[token.lower], end + 1, True
        elif token.lemma in words.SCALES and (seen or _article_before(tokens, at, end)):
            total, group = _raise(total, group or 1.0, words.SCALES[token.lemma])
            end, seen = end + 1, True
        elif _joins(tokens, at, end, seen=seen):
            end += 1
        else:
            break
    return Parsed(total + group, end) if seen else None


def _fits(group: float, place: int) -> bool:
    """Whether units or tens can still be added: "twenty five" can, "five twenty" cannot."""
    return group % 100 == 0 if place == 10 else group % 10 == 0 and (group % 100 == 0 or group % 100 >= 20)


def _raise(total: float, group: float, scale: int) -> tuple[float, float]:
    """Apply a scale: a hundred lifts the running group, larger ones close it."""
    return (total, group * scale) if scale in (12, 100) else (total + group * scale, 0.0)


def _article_before(tokens: Tokens, at: int, end: int) -> bool:
    return end == at + 1 and word_at(tokens, at) in ("a", "an")


def _joins(tokens: Tokens, at: int, end: int, *, seen: bool) -> bool:
    """Whether "a" opens the number (a hundred) or "and" goes on with it (hundred and twenty)."""
    following = token_at(tokens, end + 1)
    if following is None:
        return False
    if end == at and tokens[end].lower in ("a", "an"):
        return following.lemma in words.SCALES
    before = tokens[end - 1].lemma if end else ""
    is_small = following.lower in words.UNITS or following.lower in words.TENS
    return seen and tokens[end].lower == "and" and before in words.SCALES and is_small
