"""Tables of phrases, looked up at a place in a sentence: the longest that fits is found."""

from collections.abc import Container, Iterable
from typing import Generic, TypeVar

from colonnade.measurement.declarations import key_words
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.tokens import Tokens

T = TypeVar("T")


class Phrases(Generic[T]):
    """What phrases stand for.

    Args:
        table: phrases in plain writing with their meaning; compared without case, hyphens and plural endings.
        loose: words that may stand between the words of a phrase ("answer *all our customers'* questions").
    """

    def __init__(self, table: Iterable[tuple[str, T]], *, loose: Container[str] = ()) -> None:
        self._loose = loose
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in table:
            words = key_words(phrase)
            self._by_first.setdefault(words[0], []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, tokens: Tokens, at: int) -> Parsed[T] | None:
        """Return the meaning of the longest phrase that begins at ``at``, and where it ends."""
        if not 0 <= at < len(tokens):
            return None
        for words, value in self._by_first.get(tokens[at].lemma, ()):
            end = self._end(tokens, at, words)
            if end is not None:
                return Parsed(value, end)
        return None

    def _end(self, tokens: Tokens, at: int, words: tuple[str, ...]) -> int | None:
        end = at + 1
        for word in words[1:]:
            while end < len(tokens) and tokens[end].lemma != word and tokens[end].lower in self._loose:
                end += 1
            if end >= len(tokens) or tokens[end].lemma != word:
                return None
            end += 1
        return end


def same(phrases: Iterable[str], value: T) -> list[tuple[str, T]]:
    """Return pairs that give each phrase the same meaning."""
    return [(phrase, value) for phrase in phrases]
