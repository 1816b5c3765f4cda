"""How hard a text is to read."""

import regex

_NOT_PROSE = regex.compile(r"(?:https?://|www\.)\S+|[#@]\w+")
_WORDS = regex.compile(r"\p{L}[\p{L}\p{M}'\u2019-]*")
_SENTENCES = regex.compile(r"[.!?…:](?=\s|$)|\n+")
_UNSPACED = regex.compile(r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]")
LONG = 7
"""Letters of a long word."""
FEWEST = 25
"""Words below which the measure says nothing."""


def lix(text: str) -> float | None:
    """Return how hard ``text`` is to read: below 30 very easy, 40 plain, 50 difficult, above 60 very hard.

    The measure is LIX (C. H. Björnsson, *Läsbarhet*, 1968): words per sentence plus the percentage of words
    of more than six letters. It needs no syllables, and so holds for languages that put spaces between words.

    Returns:
        None where the text has fewer than 25 words, or is written without spaces.
    """
    prose = _NOT_PROSE.sub(" ", text)
    words = _WORDS.findall(prose)
    if len(words) < FEWEST or _UNSPACED.search(prose):
        return None
    sentences = sum(1 for part in _SENTENCES.split(prose) if _WORDS.search(part))
    long = sum(len(word) >= LONG for word in words)
    return len(words) / max(sentences, 1) + 100 * long / len(words)
