"""Words from outside, made safe to store and to show."""

import html
import re

LONGEST_TEXT = 100_000  # characters; the same as for imported files
LONGEST_NAME = 500

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAKS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# Overrides reverse what follows on the page and have no use in a post; marks and isolates do, and stay.
_OVERRIDES = re.compile("[\u202d\u202e]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EMPTY_LINES = re.compile(r"\n\s*\n\s*")
# Quoted values may hold ">"; the bounds and possessive repeats keep hostile markup linear.
_TAG = re.compile(
    r"""<(?:(!--)|(/?[A-Za-z][A-Za-z0-9]{0,20}|[!?])(?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}')*+>)"""
)
_LINES_AFTER = frozenset(
    ("br", "/p", "/div", "/li", "/blockquote", "/tr", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6")
)
_UNREAD = {"script": "</script", "style": "</style", "template": "</template"}


def well_formed(text: str) -> str:
    """Return ``text`` with surrogate pairs joined and lone surrogates replaced by U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain_text(text: str) -> str:
    """Return a post's text: line ends unified, control characters and overrides of direction dropped."""
    text = _OVERRIDES.sub("", _CONTROLS.sub("", _BREAKS.sub("\n", well_formed(text))))
    return text.strip(" \t\n\ufeff")


def one_line(text: str) -> str:
    """Return a name or handle in one line, without anything that turns the direction of what follows."""
    return " ".join(_DIRECTIONS.sub("", _CONTROLS.sub(" ", well_formed(text))).split())[:LONGEST_NAME]


def text_of_html(markup: str) -> str:
    """Return the text of an HTML fragment: tags off, scripts and styles gone, paragraphs as lines.

    It takes linear time whatever is sent, which parsers of whole documents do not. What it returns is text
    and no markup: whoever shows it must escape it.
    """
    return _EMPTY_LINES.sub("\n", plain_text(html.unescape(_without_tags(well_formed(markup)))))


def _without_tags(markup: str) -> str:
    lowered = markup.lower() if len(markup.lower()) == len(markup) else markup
    parts: list[str] = []
    place = 0
    while (tag := _TAG.search(markup, place)) is not None:
        parts.append(markup[place : tag.start()])
        name = (tag[2] or "").lower()
        if name in _LINES_AFTER:
            parts.append("\n")
        place = tag.end()
        closing = "-->" if tag[1] else _UNREAD.get(name)
        if closing is not None:
            end = lowered.find(closing, place)
            place = len(markup) if end < 0 else end + (3 if tag[1] else 0)
    parts.append(markup[place:])
    return "".join(parts)
