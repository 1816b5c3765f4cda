"""Which encoding a text has, and text that can always be stored."""

import codecs
import re

_MARKS = (  # byte order marks; UTF-32's little-endian one begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SURROGATES = re.compile("[\ud800-\udfff]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def encoding_of(sample: bytes) -> str | None:
    """Return Python's name of the encoding of ``sample``, or None where it is no text.

    A byte order mark decides; then UTF-16 without one (every second byte of Latin text is zero); then UTF-8,
    also where a few bytes are broken; else Windows-1252, in which other Western European exports are written.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample.count(0) > len(sample) // 10:
        return _unmarked_utf16(sample)
    controls = sum(sample.count(bytes([byte])) for byte in range(32) if byte not in b"\0\t\n\r\f\x1b")
    if controls > max(8, len(sample) // 50):
        return None
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    broken = sum(len(run) for run in _SURROGATES.findall(text))
    whole = sum(len(run) for run in _BEYOND_ASCII.findall(text)) - broken
    return "utf-8" if whole >= broken else "cp1252"


def _unmarked_utf16(sample: bytes) -> str | None:
    pairs = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def lenient(encoding: str) -> str:
    """Return the error handler with which no byte of a text in ``encoding`` is dropped (see ``repair``)."""
    return "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def repair(text: str) -> str:
    """Return ``text`` without surrogates, which no store accepts.

    Bytes that were not valid UTF-8 (kept by the "surrogateescape" handler) are read as Windows-1252, a lone
    surrogate becomes U+FFFD.
    """
    if text.isascii():
        return text
    return _SURROGATES.sub(_repaired, text)


def _repaired(found: re.Match[str]) -> str:
    run = found.group()
    try:
        octets = run.encode("utf-8", "surrogateescape")
        run = octets.decode("utf-8", "surrogatepass")
    except UnicodeEncodeError:
        pass  # real surrogates, such as JSON's escapes can spell
    except UnicodeDecodeError:
        return "".join(_windows(octet) for octet in octets)
    return _SURROGATES.sub(lambda lone: "\ufffd" * len(lone.group()), run)


def _windows(octet: int) -> str:
    try:
        return bytes([octet]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(octet)  # the five bytes that Windows-1252 leaves open
