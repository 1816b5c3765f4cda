"""Words, numbers and marks of a sentence, with their places."""

import re
from dataclasses import dataclass

from colonnade.measurement.declarations import singular

_TOKEN = re.compile(
    r"(?P<line>\n+)"
    r"|(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]{1,2}(?P<part>[./])[0-9]{1,2}(?P=part)[0-9]{4}(?![0-9]))"
    r"|(?P<number>[0-9]+(?:[.,'\N{RIGHT SINGLE QUOTATION MARK}][0-9]+)*)"
    r"|(?P<word>[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)
_HYPHENS = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}")
_QUOTES = frozenset(
    "'\"*_`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
    "\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
)
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}")
_POSSESSIVE = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]s$")

# Said to sound decided or polite; the sentence means the same without them.
NOISE = frozenset(
    [
        "please",
        "really",
        "basically",
        "simply",
        "just",
        "actually",
        "very",
        "quite",
        "truly",
        "literally",
        "hopefully",
        "currently",
        "honestly",
        "essentially",
        "certainly",
        "definitely",
        "obviously",
        "clearly",
        "kindly",
        "perhaps",
        "maybe",
        "kinda",
        "well",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the sentence.

    Attributes:
        text: as it was written.
        kind: ``word``, ``number``, ``date``, ``mark`` or ``line`` (a line break).
        lower: in lower case without apostrophes and the possessive s.
        lemma: ``lower`` without a plural ending.
        start, end: its characters in the text.
        glued: whether nothing stands between it and the token before.
    """

    text: str
    kind: str
    lower: str
    lemma: str
    start: int
    end: int
    glued: bool


Tokens = tuple[Token, ...]


def tokenize(text: str) -> Tokens:
    """Return the tokens of ``text`` without quotes, hyphens inside words and words that mean nothing."""
    raw = _split(text)
    kept: list[Token] = []
    for place, token in enumerate(raw):
        if token.text in _QUOTES or _is_hyphen(raw, place) or _is_noise(token, kept):
            continue
        kept.append(token)
    return tuple(kept)


def _is_noise(token: Token, before: list[Token]) -> bool:
    """Whether the word means nothing here; in "not just" it turns the denial round."""
    limits = token.lower in ("just", "simply") and bool(before) and before[-1].lower == "not"
    return token.lower in NOISE and not limits


def _split(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = -1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "part" else "date"
        written = match.group()
        lower = _POSSESSIVE.sub("", written.lower()).translate(_APOSTROPHES) or written
        tokens.append(
            Token(
                text=written,
                kind=kind or "mark",
                lower="&" if written == "&" else lower,
                lemma=singular(lower),
                start=match.start(),
                end=match.end(),
                glued=match.start() == end,
            )
        )
        end = match.end()
    return tokens


def _is_hyphen(tokens: list[Token], place: int) -> bool:
    """Whether the mark joins two parts of a compound such as ``part-time``; in ``40-65`` it does not."""
    token = tokens[place]
    if token.text not in _HYPHENS or not token.glued or not 0 < place < len(tokens) - 1:
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    return after.glued and "word" in (before.kind, after.kind)
