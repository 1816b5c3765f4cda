"""Sums of money and budgets."""

from dataclasses import dataclass

from colonnade.strategy.sentence.grammar.numbers import number
from colonnade.strategy.sentence.grammar.periods import adverb, rate
from colonnade.strategy.sentence.grammar.walking import skip, token_at, word_at
from colonnade.strategy.sentence.lexicon import quantities as words
from colonnade.strategy.sentence.lexicon.quantities import DAYS_PER, Period
from colonnade.strategy.sentence.lexicon.words import WORDS
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.phrases import Phrases, same
from colonnade.strategy.sentence.tokens import Tokens

_NAMES = Phrases(words.NAMES.items())
_QUALIFIERS = Phrases(same(WORDS.money_qualifiers, value=True))
_BUDGETS = Phrases(same(WORDS.budgets, value=True))
_IS = frozenset(["of", "is", ":", "=", "at", "about", "around", "up", "to", "approximately", "roughly"])


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money.

    Attributes:
        currency: ISO 4217 code; None where the sentence names none.
        per: the period it is for; None where the sentence does not say.
    """

    amount: float
    currency: str | None = None
    per: Period | None = None

    @property
    def per_month(self) -> float | None:
        """The sum for a month; None where its period is unknown."""
        if self.per is None:
            return None
        return self.amount * DAYS_PER[Period.MONTH] / DAYS_PER[self.per]


def _currency(tokens: Tokens, at: int) -> Parsed[str] | None:
    """Read a currency's mark, code or name."""
    token = token_at(tokens, at)
    if token is None:
        return None
    if token.text in words.MARKS:
        return Parsed(words.MARKS[token.text], at + 1)
    mark = token_at(tokens, at + 1)
    if mark is not None and mark.text == "$" and mark.glued and token.lower in words.DOLLARS:
        return Parsed(words.DOLLARS[token.lower], at + 2)
    if token.text in words.CODES:
        return Parsed(token.text, at + 1)
    return _NAMES.find(tokens, at)


def amount(tokens: Tokens, at: int) -> Parsed[Money] | None:
    """Read a sum with its currency before or behind it, such as $1500, 1.500 EUR or two thousand pounds."""
    before = _currency(tokens, at)
    value = number(tokens, before.end if before else at)
    if value is None:
        return None
    if before is not None:
        same = _currency(tokens, value.end)
        end = same.end if same and same.value == before.value else value.end
        return Parsed(Money(value.value, before.value), end)
    start = value.end + (word_at(tokens, value.end) in ("hard", "of"))
    behind = _currency(tokens, start)
    return Parsed(Money(value.value, behind.value), behind.end) if behind else None


def money(tokens: Tokens, at: int) -> Parsed[Money] | None:
    """Read a sum with what it is for and its period, such as "$1500 in hard dollars a month"."""
    return _budget(tokens, at) or _with_period(tokens, at)


def _with_period(tokens: Tokens, at: int) -> Parsed[Money] | None:
    found = amount(tokens, at)
    return _qualified(tokens, found) if found else None


def _qualified(tokens: Tokens, found: Parsed[Money]) -> Parsed[Money]:
    """Go on over the purpose and the period of a sum, in either order."""
    sum_, end = found
    for _turn in range(3):
        said = rate(tokens, end)
        purpose = _QUALIFIERS.find(tokens, end)
        if said is not None and sum_.per is None:
            sum_, end = Money(sum_.amount, sum_.currency, said.value), said.end
        elif purpose is not None:
            end = purpose.end
    return Parsed(sum_, end)


def _budget(tokens: Tokens, at: int) -> Parsed[Money] | None:
    """Read "monthly budget of 1500", with or without a currency, and "1500 a month budget"."""
    said = adverb(tokens, at)
    start = said.end if said else at
    named = _BUDGETS.find(tokens, start)
    if named is None:
        return None
    start = skip(tokens, named.end, _IS, most=3)
    found = amount(tokens, start)
    if found is None:
        bare = number(tokens, start)
        if bare is None or word_at(tokens, bare.end) == "%":
            return None
        found = Parsed(Money(bare.value), bare.end)
    sum_, end = _qualified(tokens, found)
    if sum_.per is None and said is not None:
        sum_ = Money(sum_.amount, sum_.currency, said.value)
    return Parsed(sum_, end)


def budget_word(tokens: Tokens, at: int) -> Parsed[bool] | None:
    """Read the word for a budget, without its sum."""
    return _BUDGETS.find(tokens, at)
