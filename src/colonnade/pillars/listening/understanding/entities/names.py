"""Names in English posts, told by their capitals."""

import re
from collections.abc import Iterator, Sequence

from colonnade.pillars.listening.understanding.entities.cases import known_names, small_shares
from colonnade.pillars.listening.understanding.entities.kinds import LISTS, is_listed
from colonnade.pillars.listening.understanding.entities.tokens import BREAK, COMMA, Token, is_prose, tokens

NAME_AT_START = 0.25
"""A word that begins a sentence is a name if it is written small less often than this elsewhere."""
NAME_INSIDE = 0.65
"""The same for a word inside a sentence, where a capital says something by itself."""
PART_OF_NAME = 0.95
"""The same for several words in a row inside a sentence."""
LONGEST = 6
"""Words of a name."""

_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_NO_NAMES = LISTS["alone_never"] | LISTS["days"] | LISTS["titles"]


def names(text: str) -> list[str]:
    """Return the names in a text in its own case, in order, each as it is written there.

    Args:
        text: with NUL in the place of tags, handles and links.
    """
    read = list(tokens(text))
    prose = is_prose(read)
    found = []
    for run, at_start in runs(read):
        name = _name(run, strict=at_start or not prose, prose=prose)
        if name:
            found.append(name)
    return found


def runs(read: Sequence[Token]) -> Iterator[tuple[list[str], bool]]:
    """Yield each row of words with capitals, and whether a sentence begins with it."""
    run: list[str] = []
    start, at_start = True, True
    for place, token in enumerate(read):
        if token.text in {BREAK, COMMA}:
            if run:
                yield run, at_start
                run = []
            start = start or token.text == BREAK
            continue
        joins = bool(run) and _joins(token.text, read[place + 1 : place + 2])
        if (token.capital and token.text not in LISTS["never"]) or joins:
            if not run:
                at_start = start
            run.append(token.text)
            if token.ends:
                yield run, at_start
                run = []
        elif run:
            yield run, at_start
            run = []
        start = False
    if run:
        yield run, at_start


def _joins(word: str, behind: Sequence[Token]) -> bool:
    """Return whether a word without a capital goes on with a name: "of" in "Bank of Ireland"."""
    return word in LISTS["joins"] and bool(behind) and behind[0].capital


def _name(run: list[str], *, strict: bool, prose: bool) -> str:
    """Return the name in a row of words with capitals; empty where there is none."""
    if is_listed(" ".join(run)):
        return " ".join(run)
    if _shouted(run) or any(_STRETCHED.search(word) for word in run):
        return ""
    known = _known(run)
    if strict and not known:
        while run and _small(run[0]) >= NAME_AT_START and not _begins_person(run):
            run = run[1:]
    if not prose:
        run = run[: max(known, _sure(run))]
    while run and (run[0] in LISTS["joins"] or run[0].lower() in LISTS["leads"]):
        run = run[1:]
    while len(run) > 2 and run[-1].lower() in LISTS["days"]:
        run = run[:-1]
    if not run or len(run) > LONGEST:
        return ""
    least = min(_small(word) for word in run)
    enough = NAME_INSIDE if len(run) == 1 else PART_OF_NAME
    alone = run[0] if len(run) == 1 else ""
    if least >= enough or (alone and (len(alone) == 1 or alone.lower().rstrip(".") in _NO_NAMES)):
        return ""
    return " ".join(run)


def _shouted(run: list[str]) -> bool:
    """Return whether words in capitals throughout say no name: "SO EXCITED"."""
    large = [word for word in run if word.isupper() and len(word) > 1]
    return len(large) > 1 and any(_small(word) >= NAME_AT_START for word in large)


def _known(run: list[str]) -> int:
    """Return how many words at the begin of a row are a name that many posts hold; 0 where none are."""
    for size in (3, 2):
        if len(run) >= size and " ".join(run[:size]).lower() in known_names():
            return size
    return 0


def _sure(run: list[str]) -> int:
    """Return how many words at the begin of a row are hardly ever written small."""
    return next((place for place, word in enumerate(run) if _small(word) >= NAME_AT_START), len(run))


def _begins_person(run: list[str]) -> bool:
    first = run[0].lower()
    return len(run) > 1 and first in LISTS["forenames"] and first not in LISTS["words_too"]


def _small(word: str) -> float:
    """Return the share of small uses of a word; of a compound, that of the part which is most like a name."""
    known = small_shares()
    return min(known.get(part, 0.0) for part in word.lower().split("-"))
