"""Means: platforms, ways of working, tactics."""

from dataclasses import dataclass

from colonnade.strategy.platforms import PLATFORMS, Platform
from colonnade.strategy.sentence.grammar.numbers import number
from colonnade.strategy.sentence.grammar.periods import rate
from colonnade.strategy.sentence.grammar.walking import skip, word_at
from colonnade.strategy.sentence.lexicon.words import WORDS, MethodWords
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.phrases import Phrases, same
from colonnade.strategy.sentence.tokens import Tokens

_METHODS = Phrases([(phrase, method) for method in WORDS.methods for phrase in method.phrases])
_TACTICS = Phrases(same(WORDS.tactics, value=True))
_EXACT_TACTICS = frozenset(phrase for phrase in WORDS.tactics if " " not in phrase)
_MAKING = Phrases(same(WORDS.making, value=True))
_THINGS = Phrases(same(WORDS.things_made, value=True))
_LIST_MARKS = frozenset([",", "/", "!", "&", ";", "+", "\N{BULLET}", "-", ".", "?"])
# Neighbours beyond these tell nothing new, and a text may be one long list.
_FARTHEST = 8
_LIST_WORDS = frozenset(["and", "or", "nor", "plus", "then", "also"])


def _spellings() -> dict[str, list[tuple[tuple[str, ...], Platform, bool]]]:
    """Index the platforms' names by their first word, longest first, with whether they are everyday words."""
    index: dict[str, list[tuple[tuple[str, ...], Platform, bool]]] = {}
    for platform in PLATFORMS:
        for spelling in platform.spellings:
            words = tuple(spelling.replace("+", " +").split())
            index.setdefault(words[0], []).append((words, platform, spelling in platform.everyday))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


_SPELLINGS = _spellings()


def _candidate(tokens: Tokens, at: int) -> tuple[Platform, bool, int] | None:
    """Return a platform that may be meant at ``at``, whether its name is an everyday word, and the end."""
    for words, platform, everyday in _SPELLINGS.get(word_at(tokens, at), ()):
        end = at + len(words)
        if tuple(token.lower for token in tokens[at:end]) == words:
            return platform, everyday, end
    return None


def platform(tokens: Tokens, at: int) -> Parsed[Platform] | None:
    """Read the name of a platform; one that is an everyday word only where the words around it show it."""
    found = _candidate(tokens, at)
    if found is None:
        return None
    named, everyday, end = found
    if everyday and not _is_meant(tokens, at, end):
        return None
    return Parsed(named, end)


def _is_meant(tokens: Tokens, at: int, end: int) -> bool:
    """Whether an everyday word is a platform here: in a list with one, or capitalised behind "on"."""
    token = tokens[at]
    if token.glued and at and tokens[at - 1].kind == "number":
        return False
    if token.text[:1].isupper() and word_at(tokens, at - 1) in ("on", "via"):
        return True
    left, sure_left = _neighbours(tokens, at, step=-1)
    right, sure_right = _neighbours(tokens, end, step=1)
    return sure_left or sure_right or left + right >= 2 or (left + right > 0 and token.text[:1].isupper())


def _neighbours(tokens: Tokens, at: int, *, step: int) -> tuple[int, bool]:
    """Count the platforms that stand in a list on one side, and say whether one of them is beyond doubt."""
    count, sure, place = 0, False, at if step > 0 else at - 1
    while 0 <= place < len(tokens) and count < _FARTHEST:
        parted = _over_separators(tokens, place, step)
        found = _candidate_on(tokens, parted, step) if parted != place else None
        if found is None:
            break
        _named, everyday, place = found
        count, sure = count + 1, sure or not everyday
    return count, sure


def _over_separators(tokens: Tokens, place: int, step: int) -> int:
    while 0 <= place < len(tokens) and _is_separator(tokens, place):
        place += step
    return place


def _is_separator(tokens: Tokens, place: int) -> bool:
    token = tokens[place]
    return token.kind == "line" or token.text in _LIST_MARKS or token.lower in _LIST_WORDS


def _candidate_on(tokens: Tokens, place: int, step: int) -> tuple[Platform, bool, int] | None:
    """Return the candidate that begins (or, going left, ends) at ``place``, and the next place to look at."""
    if step > 0:
        return _candidate(tokens, place)
    for start in range(place, max(-1, place - 3), -1):
        found = _candidate(tokens, start)
        if found is not None and found[2] == place + 1:
            return found[0], found[1], start - 1
    return None


def method(tokens: Tokens, at: int) -> Parsed[MethodWords] | None:
    """Read a way of working."""
    return _METHODS.find(tokens, at)


@dataclass(frozen=True, slots=True)
class Tactic:
    """A doing word with what it makes, and the platform it names ("open a Facebook page")."""

    text: str
    platform: Platform | None = None


def tactic(tokens: Tokens, at: int) -> Parsed[Tactic] | None:
    """Read a doing word that says how: "post daily", "make a viral video", "share photos"."""
    found = _made(tokens, at) or _done(tokens, at)
    if found is None:
        return None
    end = _frequency(tokens, found.end)
    text = " ".join(token.text for token in tokens[at:end])
    return Parsed(Tactic(text, found.value), end)


def _doing(tokens: Tokens, at: int) -> int | None:
    """Return the place behind a doing word; "posts" and "shares" are none."""
    found = _TACTICS.find(tokens, at)
    if found is None or (found.end == at + 1 and tokens[at].lower not in _EXACT_TACTICS):
        return None
    return found.end


def _done(tokens: Tokens, at: int) -> Parsed[Platform | None] | None:
    end = _doing(tokens, at)
    return Parsed(None, end) if end is not None else None


def _made(tokens: Tokens, at: int) -> Parsed[Platform | None] | None:
    verb = _MAKING.find(tokens, at)
    behind = verb.end if verb else _doing(tokens, at)
    if behind is None:
        return None
    start = skip(tokens, behind, WORDS.between_making)
    named = _candidate(tokens, start)
    thing = _THINGS.find(tokens, start) or (_THINGS.find(tokens, named[2]) if named else None)
    if thing is None:
        return None
    return Parsed(named[0] if named and named[2] < thing.end else None, thing.end)


def _frequency(tokens: Tokens, at: int) -> int:
    """Return the place behind "daily", "every day" or "three times a week"."""
    count = number(tokens, at)
    start = skip(
        tokens, count.end if count else at, frozenset(["times", "once", "twice", "more", "regularly"]), most=2
    )
    said = rate(tokens, start)
    return said.end if said else at
