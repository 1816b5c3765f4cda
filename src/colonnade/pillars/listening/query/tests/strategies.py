"""Queries drawn at random: meanings that the language can say."""

from hypothesis import strategies as st

from colonnade.pillars.listening.query.fields import HAS, IS
from colonnade.pillars.listening.query.nodes import (
    And,
    Cased,
    Field,
    Mark,
    Near,
    Node,
    Or,
    Phrase,
    conjunction,
    disjunction,
    negation,
)

WORDS = ("acme", "rival", "loader", "loaders", "leak", "or", "été", "ト", "ヨ", "👍", "x1")
words = st.sampled_from(WORDS)
wild_words = st.sampled_from(["acm*", "load?r", "loa*r*", "riv?l*", "lea?"])
phrases = st.lists(words | wild_words, min_size=1, max_size=3).map(lambda found: Phrase(tuple(found)))
cased = st.lists(st.sampled_from(["Acme", "LEAK", "rival"]), min_size=1, max_size=2).map(
    lambda found: Cased(tuple(found))
)
marks = st.builds(
    Mark, st.sampled_from(["@", "#"]), st.sampled_from(["acme", "rival", "acm*", "loa?er", "leak"])
)
fields = st.one_of(
    st.builds(Field, st.just("lang"), st.sampled_from(["en", "de", "und"])),
    st.builds(Field, st.just("author"), st.sampled_from(["alice", "ali*", "bob smith"])),
    st.builds(Field, st.just("channel"), st.sampled_from(["x", "forum.example", "for*"])),
    st.builds(Field, st.just("site"), st.sampled_from(["acme.example", "example"])),
    st.builds(Field, st.just("url"), st.sampled_from(["acme.example/p", "example/*/leak"])),
    st.builds(Field, st.just("link"), st.sampled_from(["acme.example", "leak"])),
    st.builds(Field, st.just("has"), st.sampled_from(HAS)),
    st.builds(Field, st.just("is"), st.sampled_from(IS)),
)
terms: st.SearchStrategy[Node] = st.one_of(phrases, phrases, phrases, cased, marks)
places = st.one_of(terms, st.lists(terms, min_size=2, max_size=3).map(lambda found: disjunction(*found)))
nears: st.SearchStrategy[Node] = st.builds(
    lambda distance, parts: Near(distance, tuple(parts)),
    st.integers(1, 6),
    st.lists(places, min_size=2, max_size=3),
)


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda found: conjunction(*found)),
        several.map(lambda found: disjunction(*found)),
        parts.map(negation),
    )


nodes: st.SearchStrategy[Node] = st.recursive(st.one_of(terms, terms, nears, fields), _joined, max_leaves=10)
anchored: st.SearchStrategy[Node] = st.builds(
    lambda term, rest: conjunction(term, rest), st.one_of(terms, nears), nodes
) | st.builds(lambda one, other: disjunction(one, other), terms, nears)

__all__ = ["WORDS", "And", "Or", "anchored", "nodes"]
