"""The identity of a text."""

import hashlib


def digest_of(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, in hexadecimal: two texts with one digest are the same."""
    return hashlib.sha256(text.encode()).hexdigest()


def normalized(text: str) -> str:
    """Return ``text`` as it is stored: lines end with LF (browsers send CRLF), and so does the last."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines if lines.endswith("\n") or not lines else f"{lines}\n"
