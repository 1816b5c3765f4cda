"""What a person types to say what a query listens for."""

import re
from collections.abc import Iterable

from colonnade.pillars.listening.matching.tokens import handles, hashtags, normalise, words

MOST_TERMS = 500
LONGEST_TERM = 200  # characters
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PART = re.compile(r'"([^"\n]*)"|([^",\n]+)')


class TermRefused(ValueError):
    """A term that could never match, with what to write instead."""


def read_terms(typed: str) -> list[str]:
    """Return the terms in ``typed``: one a line or parted by commas, quotes around a phrase optional.

    Raises:
        TermRefused: where a term holds no word, or is too long, or there are too many.
    """
    parts = (quoted or bare for quoted, bare in _PART.findall(typed))
    return check_terms(parts)


def one_line(text: str) -> str:
    """Return ``text`` in one line without control characters, which databases refuse or people cannot see."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def written_terms(terms: Iterable[str]) -> str:
    """Return ``terms`` as a person would type them, one a line; ``read_terms`` gives them back."""
    return "\n".join(f'"{term}"' if "," in term else term for term in terms)


def check_terms(terms: Iterable[str]) -> list[str]:
    """Return ``terms`` with spaces tidied, each once. Raises as ``read_terms`` does."""
    kept: dict[str, str] = {}
    for term in terms:
        tidy = one_line(one_line(term).strip('"'))
        if tidy:
            kept.setdefault(pattern(tidy), tidy)
    if len(kept) > MOST_TERMS:
        raise TermRefused(f"{len(kept)} terms are too many; the most is {MOST_TERMS}.")
    return list(kept.values())


def pattern(term: str) -> str:
    """Return what is looked for in a haystack (see ``automaton``): padded, so that only whole tokens match.

    Raises:
        TermRefused: where the term holds no word or is too long.
    """
    if len(term) > LONGEST_TERM:
        raise TermRefused(f"'{term[:40]}...' is longer than {LONGEST_TERM} characters.")
    normal = normalise(term)
    if normal.startswith("@"):
        return f" @{_whole(normal, next(handles(normal), ''), term)} "
    if normal.startswith("#"):
        return f" #{_whole(normal, next(hashtags(normal), ''), term)} "
    tokens = words(normal)
    if not tokens:
        raise TermRefused(f"'{term}' holds no letter or digit, so it can match nothing.")
    return f" {' '.join(tokens)} "


def _whole(normal: str, name: str, term: str) -> str:
    if not name or normal[1:] != name:
        raise TermRefused(
            f"'{term}' is not a single handle or hashtag; write one a line, such as @acme or #acme."
        )
    return name
