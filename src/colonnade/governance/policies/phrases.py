"""Where whole words and phrases stand in a text, however they are typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex
from ahocorasick_rs import AhoCorasick

from colonnade.governance.policies.folding import Folded, fold, is_trick, skeleton

_WORD = regex.compile(r"[\w\p{M}]")
# Scripts that put no space between words: there a phrase has no edge to look for.
_UNSPACED = regex.compile(
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}"
    r"\p{Script=Myanmar}]"
)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A phrase that stands in a text.

    Attributes:
        phrase: as it was given.
        start, end: where in the original text, in characters.
        disguised: whether it is spelt with letters that only look right.
    """

    phrase: str
    start: int
    end: int
    disguised: bool = False


def find_phrases(text: str, phrases: Sequence[str]) -> list[Hit]:
    """Return where ``phrases`` stand in ``text`` as whole words, in the order of the text."""
    patterns = [_patterns(phrase) for phrase in phrases]
    plain = [_hit(*found) for found in _matches(fold(text), [bare for bare, _look in patterns], phrases)]
    seen = {(hit.start, hit.end) for hit in plain}
    looked = _matches(skeleton(text), [look for _bare, look in patterns], phrases)
    disguised = [
        Hit(phrase=phrase, start=start, end=end, disguised=True)
        for phrase, start, end in looked
        if (start, end) not in seen and is_trick(text[start:end], around=text)
    ]
    return sorted([*plain, *disguised], key=lambda hit: (hit.start, hit.end))


@lru_cache(maxsize=20_000)
def _patterns(phrase: str) -> tuple[str, str]:
    """Return a phrase as it is compared, and as it looks."""
    return fold(phrase).text.strip(), skeleton(phrase).text.strip()


@lru_cache(maxsize=256)
def _automaton(patterns: tuple[str, ...]) -> AhoCorasick:
    """Return what finds all of the patterns in one pass; rules are asked often and change seldom."""
    return AhoCorasick(list(patterns))


def _hit(phrase: str, start: int, end: int) -> Hit:
    return Hit(phrase=phrase, start=start, end=end)


def _matches(text: Folded, patterns: Sequence[str], phrases: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    wanted = dict(zip(patterns, phrases, strict=True))
    wanted.pop("", None)
    if not wanted or not text.text:
        return
    keys = list(wanted)
    for number, start, end in _automaton(tuple(keys)).find_matches_as_indexes(text.text, overlapping=True):
        if _edge(text.text, start, before=True) and _edge(text.text, end, before=False):
            yield wanted[keys[number]], *text.span(start, end)


def _edge(text: str, place: int, *, before: bool) -> bool:
    """Return whether a word may begin (``before``) or end at ``place``."""
    if place in (0, len(text)):
        return True
    inner, outer = (text[place], text[place - 1]) if before else (text[place - 1], text[place])
    if _UNSPACED.match(inner) or _UNSPACED.match(outer):
        return True
    starts_a_tag = before and inner in "#@"
    return not (_WORD.match(outer) and (starts_a_tag or _WORD.match(inner)))
