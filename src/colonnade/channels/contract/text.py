"""Words from outside, made safe to store and to show."""

import html
import re

import nh3

LONGEST_TEXT = 100_000  # characters; the same as for imported files
LONGEST_NAME = 500
_LONGEST_HTML = 2_000_000  # characters that are worth parsing for a text of at most LONGEST_TEXT

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAKS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# Overrides reverse what follows on the page and have no use in a post; marks and isolates do, and stay.
_OVERRIDES = re.compile("[\u202d\u202e]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/blockquote|/tr)\b[^<>]{0,100}>", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n\s*\n\s*")


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

    Raises:
        ValueError: for more than a post can be.
    """
    if len(markup) > _LONGEST_HTML:
        raise ValueError(f"the text has {len(markup):,} characters of HTML; the most is {_LONGEST_HTML:,}")
    lined = _BLOCK_END.sub(r"\g<0>" + "\n", well_formed(markup))
    bare = nh3.clean(lined, tags=set(), attributes={}, link_rel=None)
    return _EMPTY_LINES.sub("\n", plain_text(html.unescape(bare)))
