"""What a haystack must hold for a query to match, so that most queries need not be looked at at all.

A haystack is the words of a post, between single spaces (see ``matcher``); patterns are looked for in it as
they stand, which is the fastest thing that can be done with text.
"""

from dataclasses import dataclass
from itertools import groupby

from colonnade.pillars.listening.query.nodes import And, Cased, Field, Mark, Near, Node, Not, Or, Phrase
from colonnade.pillars.listening.query.terms import WILD
from colonnade.pillars.listening.query.tokens import normalise, words


@dataclass(frozen=True)
class Clause:
    """Patterns of which one must be in the haystack.

    Attributes:
        sure: each of these settles the clause.
        weak: these leave open whether what they stand for is there.
    """

    sure: tuple[str, ...]
    weak: tuple[str, ...] = ()

    @property
    def patterns(self) -> tuple[str, ...]:
        """All patterns."""
        return self.sure + self.weak

    @property
    def cost(self) -> float:
        """About how often a post holds one of the patterns: long words are rare."""
        return sum(2.0 ** -min(len(pattern), 24) for pattern in self.patterns)


@dataclass(frozen=True)
class Bounds:
    """What can be said of a query by patterns alone.

    Attributes:
        clauses: a post matches only if each of them holds.
        barred: a post with one of these does not match.
        doubtful: where one of these is in the haystack, patterns do not settle it.
        settled: whether a post matches for certain if every clause holds by a sure pattern and neither a
            barred nor a doubtful pattern is there.
    """

    clauses: tuple[Clause, ...] = ()
    barred: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    settled: bool = True

    @property
    def is_clause(self) -> bool:
        """Whether one clause says it all."""
        return len(self.clauses) == 1 and self.settled and not self.barred and not self.doubtful

    @property
    def rarest(self) -> Clause:
        """The clause that the fewest posts hold."""
        return min(self.clauses, key=lambda clause: clause.cost)


def bounds_of(node: Node) -> Bounds:
    """Return the bounds of a query."""
    if isinstance(node, And | Near):
        return _all([bounds_of(part) for part in node.parts], settled=isinstance(node, And))
    if isinstance(node, Or):
        return _any([bounds_of(part) for part in node.parts])
    if isinstance(node, Not):
        return _none(bounds_of(node.part))
    if isinstance(node, Field):
        return _said(node)
    if isinstance(node, Phrase) and not any(map(WILD.search, node.words)):
        return Bounds((Clause((_padded(node.words),)),))
    return Bounds((Clause((), (_weak_pattern(node),)),))


def field_line(name: str, value: str) -> str:
    """Return the line in which a haystack says that a field has a value."""
    return f"\n{name}:{value}\n"


def _all(parts: list[Bounds], *, settled: bool) -> Bounds:
    return Bounds(
        tuple(clause for part in parts for clause in part.clauses),
        tuple(pattern for part in parts for pattern in part.barred),
        tuple(pattern for part in parts for pattern in part.doubtful),
        settled and all(part.settled for part in parts),
    )


def _any(parts: list[Bounds]) -> Bounds:
    """Return one clause of the clauses of all parts; of a part that needs several, the rarest, as weak."""
    if not all(part.clauses for part in parts):
        return Bounds(settled=False)
    sure: dict[str, None] = {}
    weak: dict[str, None] = {}
    for part in parts:
        clause = part.rarest
        sure.update(dict.fromkeys(clause.sure if part.is_clause else ()))
        weak.update(dict.fromkeys(clause.weak if part.is_clause else clause.patterns))
    return Bounds((Clause(tuple(sure), tuple(pattern for pattern in weak if pattern not in sure)),))


def _none(part: Bounds) -> Bounds:
    if part.is_clause:
        return Bounds(barred=part.clauses[0].sure, doubtful=part.clauses[0].weak)
    if part.clauses:
        return Bounds(doubtful=part.rarest.patterns)
    return Bounds(settled=False)


def _said(field: Field) -> Bounds:
    if field.name in {"author", "channel"} and "*" not in field.value:
        return Bounds((Clause((field_line(field.name, field.value),)),))
    return Bounds(settled=False)


def _padded(found: tuple[str, ...] | list[str]) -> str:
    return f" {' '.join(found)} "


def _weak_pattern(node: Phrase | Cased | Mark) -> str:
    """Return a pattern that is in every haystack of a post that holds the term."""
    if isinstance(node, Cased):
        return _padded([word for typed in node.words for word in words(normalise(typed))])
    if isinstance(node, Mark):
        stem, *wild = WILD.split(node.name, maxsplit=1)
        found = words(stem)
        return _padded(found)[:-1] if wild else _padded(found)
    return max(_literal_runs(node.words), key=len)


def _literal_runs(wanted: tuple[str, ...]) -> list[str]:
    """Return the longest patterns without a wildcard in a phrase: words, and the stem that they end with."""
    runs: list[str] = []
    literal: list[str] = []
    for wild, group in groupby(wanted, key=lambda word: bool(WILD.search(word))):
        for word in group:
            if wild:
                stem = WILD.split(word, maxsplit=1)[0]
                runs.append(_padded([*literal, stem])[:-1])
                literal = []
            else:
                literal.append(word)
        if literal:
            runs.append(_padded(literal))
    return runs
