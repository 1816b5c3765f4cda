"""The words, hashtags and handles of a post, from which topics are counted."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from colonnade.pillars.listening.importing.stopwords import STOP_WORDS
from colonnade.pillars.listening.query.tokens import (
    HANDLE,
    HASHTAG,
    LETTERS,
    UNSPACED,
    handles,
    hashtags,
    normalise,
)

MOST_WORDS = 1_000
"""Different words that are kept of one post; a longer one is a book, not a post."""

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(rf"[{LETTERS}]+(?:['\u2019][{LETTERS}]+)*")
_ASCII_WORD = re.compile(r"\w+(?:'\w+)*", re.ASCII)
_NO_LETTER = re.compile(r"[\d_']+")
_LONGEST = 60  # characters; longer "words" are keys and noise


def terms_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, term) of a post, each once; kind is "word", "hashtag" or "handle".

    Terms are case-folded and stand without "@" and "#"; words exclude stop words, numbers, links, and what is
    inside handles and hashtags. Chinese and Japanese, written without spaces, give pairs of neighbouring
    characters, as do Thai, Lao, Khmer and Burmese, for which such pairs are a coarse stand-in for words.
    """
    plain = normalise(text)
    if "://" in plain or "www." in plain:
        plain = _LINK.sub(" ", plain)
    if "@" in plain:
        for handle in dict.fromkeys(handles(plain)):
            yield "handle", handle
        plain = HANDLE.sub(" ", plain)
    if "#" in plain:
        for tag in dict.fromkeys(hashtags(plain)):
            yield "hashtag", tag
        plain = HASHTAG.sub(" ", plain)
    for word in islice(dict.fromkeys(_words(plain)), MOST_WORDS):
        yield "word", word


def _words(plain: str) -> Iterator[str]:
    if plain.isascii():
        yield from filter(None, map(_word, _ASCII_WORD.findall(plain)))
        return
    for found in _WORD.findall(plain):
        if UNSPACED.search(found):
            yield from _pairs(found)
        elif word := _word(found.replace("\u2019", "'")):
            yield word


def _word(found: str) -> str:
    """Return a word as it is counted, or an empty text for one that is not."""
    word = found.removesuffix("'s").strip("_")
    if not 2 <= len(word) <= _LONGEST or found in STOP_WORDS or word in STOP_WORDS:
        return ""
    return "" if not word.isalpha() and _NO_LETTER.fullmatch(word) else word


def _pairs(run: str) -> Iterator[str]:
    """Yield the pairs of neighbouring characters of unspaced script in ``run``, and its other words whole."""
    yield from filter(None, map(_word, UNSPACED.sub(" ", run).split()))
    for left, right in pairwise(run):
        if UNSPACED.match(left) and UNSPACED.match(right):
            yield left + right
