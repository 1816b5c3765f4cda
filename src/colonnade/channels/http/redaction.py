"""What may be written about a request: never a secret."""

import logging
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_SECRET = re.compile(
    r"key|token|secret|password|passwd|signature|auth|code|session|jwt|credential", re.IGNORECASE
)
_IN_PATH = re.compile(r"(?<=:)[\w-]{30,}(?=/|$)")
"""Some networks want a token in the path: /bot123:SECRET/send."""
_HIDDEN = "***"
# Their debug lines hold whole addresses and headers.
_TALKATIVE = (
    "httpx2",
    *(f"httpcore2.{part}" for part in ("connection", "http11", "http2", "proxy", "socks")),
)


def is_secret(name: str) -> bool:
    """Return whether a parameter or header of that name may hold a secret."""
    return _SECRET.search(name) is not None or name.casefold() == "cookie"


def shown(url: str) -> str:
    """Return an address without user, password, and what may be secret in its path and parameters."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    query = urlencode(
        [(name, _HIDDEN if is_secret(name) else value) for name, value in parse_qsl(parts.query)], safe="*"
    )
    return urlunsplit((parts.scheme, host, _IN_PATH.sub(_HIDDEN, parts.path), query, ""))


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def silence_libraries() -> None:
    """Keep the client's libraries from logging; ``client`` writes its own, redacted lines."""
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_nothing)
