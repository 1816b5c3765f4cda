"""The simple form of a query: terms of which a post holds one, and terms of which it holds none."""

import re
from collections.abc import Iterable

from colonnade.pillars.listening.query.nodes import (
    Mark,
    Node,
    Phrase,
    Term,
    conjunction,
    disjunction,
    negation,
)
from colonnade.pillars.listening.query.terms import TermRefused, mark_of
from colonnade.pillars.listening.query.tokens import normalise, words

MOST_TERMS = 500
LONGEST_TERM = 200  # characters
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PART = re.compile(r'"([^"\n]*)"|([^",\n]+)')


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


def storable(text: str) -> str:
    """Return ``text`` without what databases refuse: controls but line ends and tabs, half surrogates."""
    whole = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode()
    return "".join(" " if _CONTROLS.match(char) and char not in "\n\t" else char for char in whole).strip()


def written_terms(terms: Iterable[str]) -> str:
    """Return ``terms`` as a person would type them, one a line; ``read_terms`` gives them back."""
    return "\n".join(f'"{term}"' if "," in term else term for term in terms)


def check_terms(terms: Iterable[str]) -> list[str]:
    """Return ``terms`` with spaces tidied, each once. Raises as ``read_terms`` does."""
    kept: dict[Phrase | Mark, str] = {}
    for term in terms:
        tidy = one_line(one_line(term).strip('"'))
        if tidy:
            kept.setdefault(term_node(tidy), tidy)
    if len(kept) > MOST_TERMS:
        raise TermRefused(f"{len(kept)} terms are too many; the most is {MOST_TERMS}.")
    return list(kept.values())


def term_node(term: str) -> Phrase | Mark:
    """Return what a term of a list looks for; ``*`` and ``?`` have no meaning in it.

    Raises:
        TermRefused: where the term holds no word or is too long.
    """
    if len(term) > LONGEST_TERM:
        raise TermRefused(f"'{term[:40]}...' is longer than {LONGEST_TERM} characters.")
    if normalise(term)[:1] in {"@", "#"}:
        return mark_of(term.replace("*", " ").replace("?", " ").strip())
    tokens = tuple(words(normalise(term)))
    if not tokens:
        raise TermRefused(f"'{term}' holds no letter or digit, so it can match nothing.")
    return Phrase(tokens)


def plain_terms(terms: Iterable[Term]) -> list[str]:
    """Return terms as words for people, each once."""
    return list(
        dict.fromkeys(
            f"{term.sign}{term.name}" if isinstance(term, Mark) else " ".join(term.words) for term in terms
        )
    )


def simple_query(terms: Iterable[str], excluded: Iterable[str] = ()) -> Node:
    """Return the query that finds posts with one of ``terms`` and none of ``excluded``.

    Raises:
        TermRefused: where a term can match nothing.
        ValueError: where there is no term.
    """
    wanted = list(dict.fromkeys(map(term_node, terms)))
    if not wanted:
        raise ValueError("a query needs a term")
    unwanted = list(dict.fromkeys(map(term_node, excluded)))
    looked_for = disjunction(*wanted)
    return conjunction(looked_for, negation(disjunction(*unwanted))) if unwanted else looked_for
