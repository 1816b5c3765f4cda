"""Walks over a sentence and takes at each place the longest thing that any parser reads there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from colonnade.strategy.platforms import Platform
from colonnade.strategy.sentence.grammar.changes import Change, change
from colonnade.strategy.sentence.grammar.dates import Deadline, deadline
from colonnade.strategy.sentence.grammar.means import Tactic, method, platform, tactic
from colonnade.strategy.sentence.grammar.money import Money, budget_word, money
from colonnade.strategy.sentence.grammar.people import People, people
from colonnade.strategy.sentence.grammar.wishes import Wish, wish
from colonnade.strategy.sentence.lexicon.words import WORDS, MethodWords
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.phrases import Phrases, same
from colonnade.strategy.sentence.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that wants more (or less) of what follows."""

    upwards: bool


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies what follows."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The word for a budget without a sum."""


@dataclass(frozen=True, slots=True)
class Filler:
    """A small word that changes nothing by itself."""


Value = (
    Wish
    | Change
    | Deadline
    | Money
    | People
    | Platform
    | MethodWords
    | Tactic
    | Verb
    | Negation
    | Budget
    | Filler
)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was read, at the tokens from ``first`` up to and without ``end``."""

    value: Value
    first: int
    end: int


_UP = Phrases(same(WORDS.upwards, value=True))
_DOWN = Phrases(same(WORDS.downwards, value=True))
_NEGATIONS = Phrases(same(WORDS.negations, Negation()))
_FILLERS = Phrases(same(WORDS.fillers, Filler()))


def _verb(tokens: Tokens, at: int) -> Parsed[Verb] | None:
    down, up = _DOWN.find(tokens, at), _UP.find(tokens, at)
    if down is not None and (up is None or down.end >= up.end):
        return Parsed(Verb(upwards=False), down.end)
    return Parsed(Verb(upwards=True), up.end) if up else None


def _budget(tokens: Tokens, at: int) -> Parsed[Budget] | None:
    found = budget_word(tokens, at)
    return Parsed(Budget(), found.end) if found else None


# Where two read equally far, the earlier one is right.
_PARSERS: tuple[Callable[[Tokens, int], Parsed[Value] | None], ...] = (
    change,
    money,
    people,
    wish,
    platform,
    tactic,
    method,
    _NEGATIONS.find,
    _budget,
    _verb,
    _FILLERS.find,
)


def scan(tokens: Tokens, *, today: date) -> list[Item]:
    """Return what stands in the sentence, in its order; tokens that nothing reads are left out."""
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        best = _best(tokens, at, today)
        if best is None:
            at += 1
            continue
        items.append(Item(best.value, at, best.end))
        at = best.end
    return items


def _best(tokens: Tokens, at: int, today: date) -> Parsed[Value] | None:
    best: Parsed[Value] | None = deadline(tokens, at, today=today)
    for parser in _PARSERS:
        found = parser(tokens, at)
        if found is not None and (best is None or found.end > best.end):
            best = found
    return best
