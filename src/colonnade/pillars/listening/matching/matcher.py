"""All queries in one automaton: each post is read once, however many queries there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from colonnade.pillars.listening.matching.bounds import Bounds, Clause, bounds_of, field_line
from colonnade.pillars.listening.matching.documents import LONGEST, Document, Post
from colonnade.pillars.listening.matching.evaluate import author_names, matches
from colonnade.pillars.listening.query.nodes import Field, Node, parts_of
from colonnade.pillars.listening.query.tokens import haystack, normalise


@dataclass(frozen=True)
class Query:
    """A saved query: its id, and what it means (see ``query.parse`` and ``query.simple_query``)."""

    id: int
    node: Node


class _Program(NamedTuple):
    """A query, ready to be judged by patterns."""

    id: int
    node: Node
    clauses: tuple[tuple[tuple[bytes, ...], tuple[bytes, ...]], ...]  # sure and weak patterns of each
    barred: tuple[bytes, ...]
    doubtful: tuple[bytes, ...]
    settled: bool


def _judge(program: _Program, haystack: bytes) -> bool | None:
    """Return whether a post matches, or None where patterns do not settle it.

    Written in plain loops: this is the innermost part of all matching.
    """
    _id, _node, clauses, barred, doubtful, settled = program
    for sure, weak in clauses:
        for pattern in sure:
            if pattern in haystack:
                break
        else:
            for pattern in weak:
                if pattern in haystack:
                    settled = False
                    break
            else:
                return False
    for pattern in barred:
        if pattern in haystack:
            return False
    for pattern in doubtful:
        if pattern in haystack:
            return None
    return True if settled else None


class Matcher:
    """Finds the queries that posts match.

    Of each query the rarest clause (see ``bounds``) gives the anchors: patterns of which every matching post
    holds one. The automaton finds the anchors of all queries in one pass over a post's words; only queries
    whose anchors are there are judged, and only where patterns leave it open are places looked at.
    """

    def __init__(self, queries: Iterable[Query]) -> None:
        self._programs: list[_Program] = []
        self._always: list[int] = []  # places of programs without an anchor
        certain: dict[str, list[int]] = {}
        judged: dict[str, list[int]] = {}
        for query in queries:
            self._add(query, certain, judged)
        self._says = any(_asks_of_post(program.node) for program in self._programs)
        anchors = list(dict.fromkeys([*certain, *judged]))
        self._owners = [(tuple(certain.get(anchor, ())), tuple(judged.get(anchor, ()))) for anchor in anchors]
        """Per anchor, the ids of queries that need nothing else, and the places of the other programs."""
        self._automaton = (
            BytesAhoCorasick(
                [anchor.encode() for anchor in anchors], implementation=Implementation.ContiguousNFA
            )
            if anchors
            else None
        )

    def _add(self, query: Query, certain: dict[str, list[int]], judged: dict[str, list[int]]) -> None:
        bounds = bounds_of(query.node)
        if not bounds.clauses:
            self._always.append(len(self._programs))
            self._programs.append(_program(query, bounds, bounds.clauses))
            return
        anchors, *others = sorted(bounds.clauses, key=lambda clause: clause.cost)
        if bounds.is_clause:
            for anchor in anchors.sure:
                certain.setdefault(anchor, []).append(query.id)
        else:  # the clause that the anchor is of holds, so it need not be judged
            for anchor in anchors.sure:
                judged.setdefault(anchor, []).append(len(self._programs))
            self._programs.append(_program(query, bounds, others))
        for anchor in anchors.weak:
            judged.setdefault(anchor, []).append(len(self._programs))
        self._programs.append(_program(query, bounds, [*others, anchors]))

    def match(self, post: Post | str) -> list[int]:
        """Return the ids of the queries that a post (or a bare text) matches, in ascending order."""
        return sorted(self._match(post if isinstance(post, Post) else Post(post)))

    def match_all(self, posts: Iterable[Post]) -> list[tuple[int, int]]:
        """Return pairs of the place of a post in ``posts`` and the id of a query that it matches."""
        return [(place, query) for place, post in enumerate(posts) for query in self._match(post)]

    def _match(self, post: Post) -> set[int]:
        spoken = haystack(post.text[:LONGEST])
        straw = spoken + _lines(post) if self._says else spoken
        found: set[int] = set()
        judged = set(self._always)
        if self._automaton is not None:
            # Neighbouring words share the space between them, hence overlapping.
            for anchor, _start, _end in self._automaton.find_matches_as_indexes(straw, overlapping=True):
                certain, others = self._owners[anchor]
                if certain:
                    found.update(certain)
                if others:
                    judged.update(others)
        undecided = []
        for number in judged:
            program = self._programs[number]
            verdict = _judge(program, straw)
            if verdict:
                found.add(program.id)
            elif verdict is None:
                undecided.append(program)
        if undecided:
            document = Document(post, spoken)
            found.update(program.id for program in undecided if matches(program.node, document))
        return found


def _program(query: Query, bounds: Bounds, clauses: Iterable[Clause]) -> _Program:
    return _Program(
        query.id,
        query.node,
        tuple((_encoded(clause.sure), _encoded(clause.weak)) for clause in clauses),
        _encoded(bounds.barred),
        _encoded(bounds.doubtful),
        bounds.settled,
    )


def _encoded(patterns: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(pattern.encode() for pattern in patterns)


def _asks_of_post(node: Node) -> bool:
    """Return whether a query names an author or a channel."""
    if isinstance(node, Field):
        return node.name in {"author", "channel"}
    return any(map(_asks_of_post, parts_of(node)))


def _lines(post: Post) -> bytes:
    """Return what is said of a post, as ``bounds`` looks for it."""
    said = [field_line("author", name) for name in author_names(Document(post))]
    return "".join([*said, field_line("channel", normalise(post.channel))]).encode()
