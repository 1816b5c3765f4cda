"""Counts a post as X does: by weight, with each link as long as X's own short form of it.

Source: https://docs.x.com/fundamentals/counting-characters, version 3 of the published configuration: most
characters weigh two, those of the scripts in ``_LIGHT`` one, an emoji two however it is composed, a link 23
whatever its length. A text is composed (NFC) before it is counted.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import regex

LIMIT = 280
LINK = 23
_LONGEST_LINK = 4_096
_MOST_READ = 4_500
"""Most characters of a text that is searched for links; a longer one is over the limit in any case."""
_JOINTS = frozenset("-_./")
_LIGHT = ((0, 4_351), (8_192, 8_205), (8_208, 8_223), (8_242, 8_247))

_LATIN = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272"
    r"\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_SPACES = r"\t-\r \u0085\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_MARKS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BEFORE = r"(?P<before>[^0-9a-z@\uff20$#\uff03\ufffe\ufeff\uffff]|^)"
# Names of hosts are bounded, so that no text takes more than linear time.
_IN_NAME = rf"[^!'#%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~${_SPACES}\ufffe\ufeff\uffff{_MARKS}]"
_PART = rf"{_IN_NAME}(?:[_\-]*+{_IN_NAME}){{0,62}}\."
_PARTS = rf"(?:{_PART}){{0,40}}{_IN_NAME}(?:-*+{_IN_NAME}){{0,62}}\."
_PLAIN_PARTS = rf"(?:[\-a-z0-9{_LATIN}]++\.)+"

_IN_PATH = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_END_OF_PATH = rf"[+\-a-z\u0400-\u04ff0-9=_#/{_LATIN}]"
_ROUND = rf"\((?:{_IN_PATH}++|{_IN_PATH}*+\({_IN_PATH}++\){_IN_PATH}*+)\)"
_PATH = rf"/(?:(?:{_IN_PATH}|{_ROUND})*(?:{_END_OF_PATH}|{_ROUND}))?"
_IN_QUERY = r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]"
_QUERY = rf"\?{_IN_QUERY}*[a-z0-9\-_&=#/]"

_EMOJI_PART = r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|\p{Emoji_Presentation}\ufe0f?|\p{Emoji}\ufe0f)"
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3"
    r"|\U0001f3f4[\U000e0020-\U000e007e]++\U000e007f"
    rf"|{_EMOJI_PART}(?:\u200d(?:{_EMOJI_PART}|\p{{Extended_Pictographic}})){{0,3}}+"
)
_SHORTENED = regex.compile(rf"https?://t\.co/([a-z0-9]+)(?:{_QUERY})?", regex.I)
_LONGEST_SLUG = 40


def weight(text: str) -> int:
    """Return the weight of a post's text, as npm's ``twitter-text`` 3.1.0 counts it."""
    text = unicodedata.normalize("NFC", text)
    whole = [(start, end, LINK) for start, end in _links(text)]
    whole += [(found.start(), found.end(), 2) for found in _EMOJI.finditer(text)]
    total = place = 0
    for start, end, weighs in sorted(whole):
        if start >= place:  # an emoji in a link is a part of it
            total += _plain(text[place:start]) + weighs
            place = end
    return total + _plain(text[place:])


def _plain(text: str) -> int:
    return sum(1 if any(low <= ord(one) <= high for low, high in _LIGHT) else 2 for one in text)


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Yield where X sees links."""
    if "." not in text or len(text) > _MOST_READ:
        return
    link, plain_host = _patterns()
    for found in link.finditer(text):
        if not _resolves(found):
            continue
        if found["scheme"]:
            yield _with_scheme(found)
        elif found["before"] not in _JOINTS:
            yield from _without_scheme(found, plain_host)


def _with_scheme(found: regex.Match[str]) -> tuple[int, int]:
    start = found.start("scheme")
    shortened = _SHORTENED.match(found.string, start)
    return start, shortened.end() if shortened else found.end()


def _without_scheme(found: regex.Match[str], plain_host: regex.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the hosts in Latin letters; the last one goes on with the path."""
    hosts = [one.span() for one in plain_host.finditer(found["host"])]
    offset = found.start("host")
    for number, (start, end) in enumerate(hosts):
        last = number == len(hosts) - 1 and found["path"]
        yield offset + start, found.end() if last else offset + end


def _resolves(found: regex.Match[str]) -> bool:
    """Return whether a host's parts are as long as those of names may be, and X's own slugs are."""
    shortened = _SHORTENED.match(found.string, found.start("scheme")) if found["scheme"] else None
    if shortened and len(shortened[1]) > _LONGEST_SLUG:
        return False
    try:
        parts = [part.encode("idna") if not part.isascii() else part for part in found["host"].split(".")]
    except UnicodeError:
        return False
    return all(0 < len(part) <= 63 for part in parts) and len(found[0]) <= _LONGEST_LINK


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Return the patterns of (links, hosts in Latin letters), with the names of the root zone."""
    names = (Path(__file__).parent / "root_zone.txt").read_text(encoding="utf-8").split()
    top = rf"(?:(?:{_any_of(sorted(names))})(?=[^0-9a-z@+\-]|$)|xn--[\-0-9a-z]+)"
    host = _PARTS + top
    link = rf"{_BEFORE}(?P<scheme>https?://)?(?P<host>{host})(?::[0-9]+)?(?P<path>{_PATH})?(?:{_QUERY})?"
    return regex.compile(link, regex.I), regex.compile(_PLAIN_PARTS + top, regex.I)


def _any_of(words: list[str]) -> str:
    """Return a pattern of sorted words as a tree of their letters: a long list of them is tried slowly."""
    ends = words[:1] == [""]
    branches = groupby(words[1:] if ends else words, key=lambda word: word[0])
    pattern = "|".join(f"{letter}{_any_of([word[1:] for word in same])}" for letter, same in branches)
    return f"(?:{pattern}){'?' if ends else ''}" if pattern else ""
