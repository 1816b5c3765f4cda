"""Text as tokens that compare equal however they were typed.

Case is folded and compatibility forms are unified (Unicode NFKC), invisible format characters are dropped.
Scripts that write no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) become one token per character, so
that a phrase of theirs is found anywhere in a run. An emoji is a token whatever its skin tone; one that is
joined of several, such as a family, is as many tokens as it has people, and a flag is one.
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
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
EMOJI = (
    f"(?:{_FLAG}|[\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff])"
)
_WORD = re.compile(f"[{LETTERS}]+|{EMOJI}")
_ASCII_GAPS = bytes(code if code > 127 or re.match(rb"\w", bytes([code])) else 32 for code in range(256))
_FOLDED_GAPS = _ASCII_GAPS.lower()
"""What each byte of UTF-8 becomes: ASCII that is no letter, digit or underscore a space, the rest itself."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


_FLAG_AHEAD = "\ue000"  # a private character, which no word holds
_LETTER = re.compile(f"[{LETTERS}]")
_ONE_EMOJI = re.compile(EMOJI)
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")


class _Gaps(dict[int, str]):
    """What a character becomes when a text is parted by spaces; learnt as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if _FLAG_LETTER.match(char):
            parted = _FLAG_AHEAD
        elif (UNSPACED.match(char) and _LETTER.match(char)) or _ONE_EMOJI.match(char):
            parted = f" {char} "
        elif _INVISIBLE.match(char):
            parted = ""
        else:
            parted = char if _LETTER.match(char) else " "
        return self.setdefault(code, parted)


_GAPS = _Gaps()

_NAME = rf"[{LETTERS}]+(?:[.\-][{LETTERS}]+)*"
# Not after a letter (an e-mail address) nor a slash (part of a link).
HANDLE = re.compile(rf"(?<![{LETTERS}/@.])@({_NAME}(?:@{_NAME})?)")
HASHTAG = re.compile(rf"(?<![{LETTERS}/#&])#([{LETTERS}]+)")
_NUMBER = re.compile(r"[\d_]+")


def normalise(text: str) -> str:
    """Return ``text`` with case folded, compatibility forms unified and invisible characters dropped."""
    return text.lower() if text.isascii() else _INVISIBLE.sub("", _folded(text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def cased(text: str) -> str:
    """Return ``text`` normalised like ``normalise`` does, but in its own case."""
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def words(normal: str) -> list[str]:
    """Return the tokens of normalised text in order, those inside handles, tags and links included.

    Letters of text in its own case (see ``cased``) keep it.
    """
    return _parted(normal).translate(_ASCII_GAPS).decode().split()


def haystack(text: str) -> bytes:
    """Return the tokens of a text, ``words(normalise(text))``, between single spaces, in UTF-8.

    Patterns are looked for in it as they stand; it is made of each post that comes in, so it is made fast.
    """
    plain = text.encode() if text.isascii() else _parted(_folded(text))
    return b" %b " % b" ".join(plain.translate(_FOLDED_GAPS).split())


def _parted(text: str) -> bytes:
    """Return text in UTF-8 with spaces between its tokens, as far as characters beyond ASCII part them."""
    if not text.isascii():
        parted = _NOT_ASCII.sub(lambda run: run[0].translate(_GAPS), text)
        if _FLAG_AHEAD in parted:  # a flag is one token of two characters, which one by one cannot be told
            parted = " ".join(_WORD.findall(UNSPACED.sub(r" \g<0> ", _INVISIBLE.sub("", text))))
        text = parted
    return text.encode()


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
