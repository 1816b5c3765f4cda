"""All queries in one automaton: each post is read once, however many queries there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from colonnade.pillars.listening.matching.terms import pattern
from colonnade.pillars.listening.matching.tokens import handles, hashtags, normalise, words


@dataclass(frozen=True, kw_only=True)
class Query:
    """A saved query: it matches a post that holds one of ``terms`` and none of ``excluded``.

    A word or phrase is found as whole tokens anywhere in the post, inside handles, tags and links too;
    ``@name`` and ``#tag`` only as such.
    """

    id: int
    terms: tuple[str, ...]
    excluded: tuple[str, ...] = ()


def haystack(text: str) -> str:
    """Return the line of words and the line of handles and tags in which patterns are looked for."""
    normal = normalise(text)
    marked = [f"@{name}" for name in handles(normal)] + [f"#{tag}" for tag in hashtags(normal)]
    return f" {' '.join(words(normal))} \n {' '.join(marked)} "


class Matcher:
    """Finds the queries that a text matches.

    Raises:
        TermRefused: where a term of a query can match nothing.
    """

    def __init__(self, queries: Sequence[Query]) -> None:
        owners: dict[str, list[tuple[int, bool]]] = {}
        for query in queries:
            for term in query.terms:
                owners.setdefault(pattern(term), []).append((query.id, True))
            for term in query.excluded:
                owners.setdefault(pattern(term), []).append((query.id, False))
        self._owners = list(owners.values())
        self._automaton = (
            AhoCorasick(list(owners), implementation=Implementation.ContiguousNFA) if owners else None
        )

    def match(self, text: str) -> list[int]:
        """Return the ids of the queries that ``text`` matches, in ascending order."""
        if self._automaton is None:
            return []
        wanted: set[int] = set()
        unwanted: set[int] = set()
        # Neighbouring tokens share the space between them, hence overlapping.
        found = self._automaton.find_matches_as_indexes(haystack(text), overlapping=True)
        for index in {match[0] for match in found}:
            for query_id, includes in self._owners[index]:
                (wanted if includes else unwanted).add(query_id)
        return sorted(wanted - unwanted)
