"""Posts as the classifiers read them: one preparation for training and for use.

A model sees what it was trained on only if both go through the same code, so ``scripts/train_sentiment``
imports this module too. A change here makes a new model necessary.
"""

import html
import re
import unicodedata

from colonnade.pillars.listening.understanding.emoji import mood

MAX_CHARACTERS = 1_000
"""Characters that are read, from the start of a text; posts are shorter, and a 10 MB text costs no more."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u2032\u00b4", "''\"\"''")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|\bhttps?\b")
_HANDLE = re.compile(r"(?<![\w@/.])@\w[\w.\-]*(?:@[\w.\-]+)?")
_HASH_SIGN = re.compile(r"#(?=\w)")
_PICTURE = re.compile("[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff]")
_WORD = re.compile(r"\w+|[^\w\s]")
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}")


def plain(text: str) -> str:
    """Return the start of ``text`` in lower case, without HTML entities and invisible characters.

    Compatibility forms and curly quotes become ordinary ones; half a surrogate pair, which cannot be encoded,
    becomes U+FFFD.
    """
    start = text[:MAX_CHARACTERS]
    if "&" in start:
        start = html.unescape(start)
    if start.isascii() and start.isprintable():
        return start.lower()
    start = _LONE_SURROGATE.sub("\ufffd", unicodedata.normalize("NFKC", start)).translate(_QUOTES)
    return _INVISIBLE.sub("", start).lower()


def words(text: str) -> list[str]:
    """Return the words and signs of a plain text in order, as the sentiment model takes them.

    Each handle is read as ``@user`` and each link as ``http``, because whom a post points to is no sentiment;
    emoji are read by their mood.
    """
    if "@" in text:
        text = _HANDLE.sub("@user", text)
    if "http" in text or "www." in text:
        text = _URL.sub("http", text)
    if not text.isascii():
        text = _PICTURE.sub(lambda found: mood(found.group()), text)
    return _WORD.findall(text)


def unstretched(word: str) -> str:
    """Return ``word`` with letters repeated more than three times shortened to three: "sooooo" to "sooo"."""
    return _STRETCHED.sub(r"\1\1\1", word)


def prose(text: str) -> str:
    """Return a plain text without what belongs to no language: handles, links, emoji, hash signs."""
    if "@" in text:
        text = _HANDLE.sub(" ", text)
    if "http" in text or "www." in text:
        text = _URL.sub(" ", text)
    if "#" in text:
        text = _HASH_SIGN.sub("", text)
    return text if text.isascii() else _PICTURE.sub(" ", text)
