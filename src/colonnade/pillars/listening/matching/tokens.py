"""Text as tokens that compare equal however they were typed.

Case is folded and compatibility forms are unified (Unicode NFKC), invisible format characters are dropped.
Scripts that write no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) become one token per character, so
that a phrase of theirs is found anywhere in a run.
"""

import re
import unicodedata
from collections.abc import Iterator

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def _combining_marks() -> str:
    """Return the marks of living scripts as ranges of a character class: Python's ``\\w`` leaves them out."""
    ranges: list[list[int]] = []
    for code in (*range(0x0300, 0x2100), *range(0xA600, 0xAC00), *range(0xFE20, 0xFE30)):
        if unicodedata.category(chr(code))[0] != "M":
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


LETTERS = rf"\w{_combining_marks()}"
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(f"[{LETTERS}]+")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)

_NAME = rf"[{LETTERS}]+(?:[.\-][{LETTERS}]+)*"
# Not after a letter (an e-mail address) nor a slash (part of a link).
HANDLE = re.compile(rf"(?<![{LETTERS}/@.])@({_NAME}(?:@{_NAME})?)")
HASHTAG = re.compile(rf"(?<![{LETTERS}/#&])#([{LETTERS}]+)")
_NUMBER = re.compile(r"[\d_]+")


def normalise(text: str) -> str:
    """Return ``text`` with case folded, compatibility forms unified and invisible characters dropped."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", folded))


def words(normal: str) -> list[str]:
    """Return the word tokens of normalised text in order, those inside handles, tags and links included."""
    if normal.isascii():
        return _ASCII_WORD.findall(normal)
    return _WORD.findall(UNSPACED.sub(r" \g<0> ", normal))


def handles(normal: str) -> Iterator[str]:
    """Yield the handles of normalised text without their sign.

    A dotted handle is yielded whole and as its first part, since a full stop after one often has no space
    behind it and only some networks have dots in handles.
    """
    for name in HANDLE.findall(normal):
        yield name
        first = re.split(r"[.@]", name, maxsplit=1)[0]
        if first != name:
            yield first


def hashtags(normal: str) -> Iterator[str]:
    """Yield the hashtags of normalised text without their sign; a bare number is no hashtag."""
    for tag in HASHTAG.findall(normal):
        if not _NUMBER.fullmatch(tag):
            yield tag
