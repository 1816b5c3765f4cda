"""Addresses in a text, as networks turn them into links, and whether their hosts are allowed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import regex

# Endings after which networks make a link of a bare host name.
_ENDINGS = (
    "com|net|org|info|biz|io|co|ai|app|dev|me|ly|gl|gd|tv|eu|uk|us|ca|au|nz|ie|de|at|ch|fr|be|nl|lu|es|pt|it|pl|cz|se"
    "|no|dk|fi|gr|ro|hu|ru|ua|tr|cn|jp|kr|in|br|mx|za|shop|store|online|site|link|click|xyz|top|to"
)
_ADDRESS = regex.compile(
    rf"""(?:https?://|www\.)[^\s<>"'“”]+"""
    rf"""|(?<![@\w.\-/])(?:[\p{{L}}\p{{N}}](?:[\p{{L}}\p{{N}}-]*[\p{{L}}\p{{N}}])?\.)+(?:{_ENDINGS})\b(?:[/?#][^\s<>"'“”]*)?""",
    regex.IGNORECASE,
)
_TAIL = ".,;:!?)]}\u2019\u201d"


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address in a text.

    Attributes:
        host: in its ASCII form (IDNA), lower case; empty where it cannot be read.
        start, end: where in the text, in characters.
    """

    host: str
    start: int
    end: int


def addresses_in(text: str) -> Iterator[Address]:
    """Yield the addresses in ``text``, in order."""
    for match in _ADDRESS.finditer(text):
        written = match[0].rstrip(_TAIL)
        yield Address(host=host_of(written), start=match.start(), end=match.start() + len(written))


def host_of(address: str) -> str:
    """Return the host that a browser would go to, in ASCII; empty where there is none.

    What stands before "@" is a name, not a host, and browsers read a backslash as a slash.
    """
    plain = address.replace("\\", "/")
    if "://" not in plain:
        plain = f"http://{plain}"
    try:
        host = urlsplit(plain).hostname or ""
        return host.encode("idna").decode("ascii").lower().rstrip(".")
    except (ValueError, UnicodeError):
        return ""


def is_within(host: str, domains: Collection[str]) -> bool:
    """Return whether ``host`` is one of ``domains`` or lies below one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in map(host_of, domains) if domain)
