"""Text made comparable, with the way back to where each character came from.

Two spellings of one phrase must compare equal however they are typed: case (full case folding, so that "ß" is
"ss"), compatibility forms (NFKC, so that a full-width letter is that letter), invisible characters
(Default_Ignorable_Code_Point, so that a zero-width space hides nothing) and white space. ``skeleton`` goes
further and also undoes tricks: letters of other scripts that look alike (as in UTS #39) and stacked marks.
"""
# ruff: noqa: RUF001  # letters that look alike are what this is about

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

_CLUSTER = regex.compile(r"\X")
_IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_SPACE = regex.compile(r"\s+")
_MARKS = regex.compile(r"\p{M}+")
_DOTTED_I = "i\N{COMBINING DOT ABOVE}"

_PAIRS = (
    # Cyrillic, by the shape of each case
    ("АВЕЅІЈКМНОРСТУХЗѴԌԚԜ", "abesijkmhopctyxzvgqw"),
    ("аеѕіјорсухһԁԛԝѵкмтпг", "aesijopcyxhdqwvkmtnr"),
    # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
    ("αβεικνοργτυχϲϳω", "abeiknopytuxcjw"),
    # Armenian, Latin
    ("օսոցհԼ", "ounghl"),
    ("ɑɡıɩʀɴʟʏ", "agiirnly"),
)
_LOOKALIKES = {ord(odd): plain for odds, plains in _PAIRS for odd, plain in zip(odds, plains, strict=True)}
_SCRIPTS = {
    name: regex.compile(rf"\p{{Script={name}}}") for name in ("Latin", "Cyrillic", "Greek", "Armenian")
}


@dataclass(frozen=True)
class Folded:
    """A folded text.

    Attributes:
        text: what is compared.
        places: for each character of ``text``, the span of the original that it came from.
    """

    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original behind ``text[start:end]``, which must not be empty."""
        return self.places[start][0], self.places[end - 1][1]


@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    """Return ``text`` as it is compared: case, form, invisible characters and white space do not count."""
    return _folded(text, _plain)


@lru_cache(maxsize=8)
def skeleton(text: str) -> Folded:
    """Return ``text`` as it looks: letters that look alike are one letter, and stacked marks are gone."""
    return _folded(text, _look)


def is_trick(written: str, *, around: str) -> bool:
    """Return whether ``written`` looks like other letters on purpose, and is not a word of another language.

    Args:
        around: the whole text; a word in another script than the rest of it is suspicious.
    """
    scripts = _scripts(written)
    if len(scripts) > 1 or any(_stacked(cluster) for cluster in _CLUSTER.findall(written)):
        return True
    return bool(scripts) and scripts != {"Latin"} and _main_script(around) == "Latin"


def _folded(text: str, spell: Callable[[str], str]) -> Folded:
    found: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end, cluster in _clusters(text):
        for character in spell(cluster):
            if character == " " and found[-1:] == [" "]:
                places[-1] = (places[-1][0], end)
                continue
            found.append(character)
            places.append((start, end))
    return Folded("".join(found), tuple(places))


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the grapheme clusters of a text with their places; of ASCII each character is one."""
    if text.isascii():
        yield from ((place, place + 1, character) for place, character in enumerate(text))
        return
    for match in _CLUSTER.finditer(text):
        yield match.start(), match.end(), match[0]


@lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    bare = _IGNORABLE.sub("", unicodedata.normalize("NFKC", cluster))
    folded = unicodedata.normalize("NFKC", bare.casefold()).replace(_DOTTED_I, "i")
    return _SPACE.sub(" ", folded)


@lru_cache(maxsize=4096)
def _look(cluster: str) -> str:
    bare = _IGNORABLE.sub("", unicodedata.normalize("NFKC", cluster))
    if _stacked(bare):
        bare = _MARKS.sub("", unicodedata.normalize("NFD", bare))
    return _plain(bare.translate(_LOOKALIKES))


def _stacked(cluster: str) -> bool:
    """Return whether a letter carries marks that no single character has, as in struck-through text."""
    composed = _IGNORABLE.sub("", unicodedata.normalize("NFC", cluster))
    return composed[:1].isalpha() and bool(_scripts(composed[:1])) and bool(_MARKS.search(composed[1:]))


def _scripts(text: str) -> set[str]:
    return {name for name, letter in _SCRIPTS.items() if letter.search(text)}


def _main_script(text: str) -> str:
    return max(_SCRIPTS, key=lambda name: len(_SCRIPTS[name].findall(text)))
