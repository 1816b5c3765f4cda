"""Cells as values: text that can be stored, counts, handles, ids, channels, links."""

import html
import re
from urllib.parse import urlsplit

from colonnade.channels.contract import one_line, plain_text

LONGEST_TEXT = 100_000  # characters; no network takes longer posts
LONGEST_NAME = 500
MOST = 2**62

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_EMPTY = {"", "-", "--", "n/a", "na", "nan", "nat", "none", "null", "#n/a", "unknown", "\\n"}
_COUNT = re.compile(r"(\d{1,3}(?:[ ,'\u00a0\u202f]\d{3})+|\d+)(?:\.(\d+))?\s*([km])?", re.IGNORECASE)
_FACTOR = {"": 1, "k": 1_000, "m": 1_000_000}
_PROFILE = re.compile(r"https?://[^/]+/(?:@|profile/|user/|u/|in/)?([^/?#]+)/?", re.IGNORECASE)
_WHOLE_FLOAT = re.compile(r"(\d{1,15})\.0+")

ROUNDED_ID = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
"""A long id as a spreadsheet ruins it: 5.69E+17 stands for a million different posts."""

_CHANNELS = {
    "twitter": "x",
    "x": "x",
    "t": "x",
    "bsky": "bluesky",
    "facebook": "facebook",
    "fb": "facebook",
    "instagram": "instagram",
    "linkedin": "linkedin",
    "youtube": "youtube",
    "youtu": "youtube",
    "reddit": "reddit",
    "tiktok": "tiktok",
    "threads": "threads",
    "pinterest": "pinterest",
    "telegram": "telegram",
}


class BadValue(ValueError):
    """A cell that does not hold what its column should."""


def is_empty(cell: str) -> bool:
    """Return whether a cell says that there is no value."""
    return not cell or (len(cell) <= 10 and cell.strip().lower() in _EMPTY) or cell.isspace()


def clean_text(cell: str, *, entities: bool) -> str:
    """Return the text of a post as networks' posts are stored (``plain_text``), entities decoded if asked.

    Invisible joiners and direction marks stay, since emoji and right-to-left scripts need them.

    Raises:
        BadValue: where there is none, or too much.
    """
    text = html.unescape(cell) if entities and "&" in cell else cell
    text = plain_text(text)
    if not text:
        raise BadValue("the text is empty")
    if len(text) > LONGEST_TEXT:
        raise BadValue(f"the text has {len(text):,} characters; the most is {LONGEST_TEXT:,}")
    return text


def short_text(cell: str, *, entities: bool) -> str | None:
    """Return a name or place in one line, or None where there is none."""
    text = html.unescape(cell) if entities and "&" in cell else cell
    return one_line(text) or None


def count_of(cell: str) -> int | None:
    """Return a count such as "1,234", "12.0" or "3.4K", or None where the cell is empty.

    Raises:
        BadValue: where it is no count, or a negative one.
    """
    if cell.isdecimal() and len(cell) <= 18:
        return int(cell)
    if is_empty(cell):
        return None
    found = _COUNT.fullmatch(cell.strip())
    if found is None:
        raise BadValue(f"'{cell.strip()[:40]}' is not a count")
    whole, fraction, unit = re.sub(r"\D", "", found[1]), found[2] or "", (found[3] or "").lower()
    if len(whole) > 18:
        raise BadValue(f"'{cell.strip()[:40]}' is too great a count")
    return int(whole) * _FACTOR[unit] + int(float(f"0.{fraction or 0}") * _FACTOR[unit])


def handle_of(cell: str) -> str | None:
    """Return an account's handle without "@", also out of a profile's address, or None for none."""
    if is_empty(cell):
        return None
    text = _CONTROLS.sub("", cell).strip()
    profile = _PROFILE.fullmatch(text)
    return (profile[1] if profile else text).lstrip("@").strip()[:LONGEST_NAME] or None


def id_of(cell: str) -> str | None:
    """Return a network's id of a post, or None where there is none or a spreadsheet has rounded it."""
    text = _CONTROLS.sub("", cell).strip()
    if is_empty(text) or ROUNDED_ID.fullmatch(text):
        return None
    whole = _WHOLE_FLOAT.fullmatch(text)
    return (whole[1] if whole else text)[:LONGEST_NAME]


def url_of(cell: str) -> str | None:
    """Return a link if it can be followed safely, else None."""
    text = _CONTROLS.sub("", cell).strip()
    return text[:2_000] if text.lower().startswith(("https://", "http://")) else None


def channel_of(cell: str) -> str | None:
    """Return the channel's name as Colonnade writes it ("Twitter" and "x.com" are "x"), or None for none."""
    text = " ".join(_CONTROLS.sub("", cell).split()).casefold()[:100]
    if is_empty(text):
        return None
    if "://" in text:
        return channel_of_url(text)
    return _CHANNELS.get(text.removesuffix(".com"), text)


def channel_of_url(url: str) -> str | None:
    """Return the network, or else the site, that a post's address belongs to."""
    try:
        host = (urlsplit(url).hostname or "").casefold().removeprefix("www.")
    except ValueError:
        return None
    parts = host.split(".")
    known = _CHANNELS.get(parts[-2]) if len(parts) > 1 else None
    return known or host or None
