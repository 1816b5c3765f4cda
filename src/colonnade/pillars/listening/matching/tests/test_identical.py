"""The matcher finds exactly what a plain evaluator finds, query by query and post by post."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from colonnade.pillars.listening.matching import Matcher, Post, Query
from colonnade.pillars.listening.matching.tests import naive
from colonnade.pillars.listening.query import parse
from colonnade.pillars.listening.query.nodes import Node
from colonnade.pillars.listening.query.tests.strategies import WORDS, anchored, nodes
from colonnade.pillars.listening.query.tokens import haystack, normalise, words

PIECES = (
    *WORDS, "Acme", "LEAK", "Rival", "@acme", "@Acme_x", "#acme", "#loader", "#leak.", "@rival,", "x@acme",
    "acmeology", "loaders", "?", "...", "été", "トヨ", "👍👍🏽", "🇩🇪🇫🇷", "a\u200bcme", "https://acme.example/leak",
    "https://b.example/x.jpg", "RT @acme", "RT @acme:", "-", "\n", "ﬁne", "\ud800", "x" * 300,
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
posts = st.builds(
    Post,
    texts,
    st.sampled_from(["", "en", "de", "und"]),
    st.sampled_from(["", "Alice", "@alina", "Bob Smith"]),
    st.sampled_from(["", "x:alice", "alice"]),
    st.sampled_from(["x", "forum.example", "Forum.Example", ""]),
    st.sampled_from(
        ["", "https://www.acme.example/p/1", "https://sub.acme.example/leak", "https://example/p/leak"]
    ),
    st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(anchored | nodes, max_size=6), st.lists(posts, min_size=1, max_size=4))
@example([parse("acme NEAR/1 acme").node], [Post("acme"), Post("acme acme")])
@example([parse('(acme OR "acme acme") NEAR/2 leak').node], [Post("acme acme x leak"), Post("leak acme")])
@example([parse("@acm* OR #acme").node], [Post("RT @acme: hi"), Post("x@acme"), Post("#acme")])
@example([parse("author:alice OR channel:x").node], [Post("", author="Alice"), Post("", channel="X")])
def test_as_a_plain_evaluator_finds_them(queries: list[Node], drawn: list[Post]) -> None:
    matcher = Matcher(Query(number, node) for number, node in enumerate(queries))
    expected = [
        (place, number)
        for place, post in enumerate(drawn)
        for number, node in enumerate(queries)
        if naive.matches(node, post)
    ]
    assert sorted(matcher.match_all(drawn)) == expected


@given(texts | st.text())
@example("\U0002ebe1")  # in a block of ideographs, and no letter to every version of Unicode
def test_words_are_the_same_however_fast_they_are_found(text: str) -> None:
    normal = normalise(text)
    assert words(normal) == naive.tokens(normal)
    assert haystack(text).decode().split() == words(normal)
