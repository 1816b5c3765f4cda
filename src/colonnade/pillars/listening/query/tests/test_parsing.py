"""From text to meaning and back, and what is refused where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.query import QueryRefused, parse, render, simple_query
from colonnade.pillars.listening.query.nodes import (
    And,
    Cased,
    Field,
    Mark,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    sought,
    without_exclusions,
)
from colonnade.pillars.listening.query.tests.strategies import anchored


def word(*words: str) -> Phrase:
    return Phrase(words)


A, B, C = word("a1"), word("b1"), word("c1")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("Acme", word("acme")),
        ("STRASSE straße", And((word("strasse"), word("strasse")))),
        ("wheel-loader", word("wheel", "loader")),
        ("“Wheel  Loader”", word("wheel", "loader")),
        ("«wheel loader»", word("wheel", "loader")),
        ("{BP}", Cased(("BP",))),
        ("@Acme_Help #Summer", And((Mark("@", "acme_help"), Mark("#", "summer")))),
        ("@alice.bsky.social", Mark("@", "alice.bsky.social")),
        ("#acme*", Mark("#", "acme*")),
        ("organi?ation", word("organi?ation")),
        ('"hydraul** pump"', word("hydraul*", "pump")),
        ("👍🏽", word("👍")),
        ("トヨタ", word("ト", "ヨ", "タ")),
        ("a1 OR b1 c1", Or((A, And((B, C))))),
        ("(a1 OR b1) AND c1", And((Or((A, B)), C))),
        ("a1 AND (b1 AND c1)", And((A, B, C))),
        ("a1 NOT b1", And((A, Not(B)))),
        ("a1 -b1", And((A, Not(B)))),
        ("a1 -(b1 OR c1)", And((A, Not(Or((B, C)))))),
        ('a1 -"b1 c1"', And((A, Not(word("b1", "c1"))))),
        ("a1 NOT NOT b1", And((A, B))),
        ("a1 NEAR/5 b1", Near(5, (A, B))),
        ("a1 NEAR/5 b1 NEAR/5 c1", Near(5, (A, B, C))),
        ("a1 NEAR/2 (b1 OR @c1)", Near(2, (A, Or((B, Mark("@", "c1")))))),
        ("a1 NOT b1 NEAR/2 c1", And((A, Not(Near(2, (B, C)))))),
        ('"a1 b1"~4', Near(4, (A, B))),
        ("NEARBY", word("nearby")),
        ("a1 lang:EN", And((A, Field("lang", "en")))),
        ("a1 lang:(en OR de)", And((A, Or((Field("lang", "en"), Field("lang", "de")))))),
        ("author:@Alice", Field("author", "alice")),
        ('author:"Alice  Smith"', Field("author", "alice smith")),
        ("url:https://www.acme.example/a?b=1", Field("url", "acme.example/a?b=1")),
        ("site:https://www.acme.example/", Field("site", "acme.example")),
        ("a1 HAS:link is:reply", And((A, Field("has", "link"), Field("is", "reply")))),
        ("a1\n\tOR\nb1", Or((A, B))),
    ],
)
def test_meaning(text: str, node: Node) -> None:
    assert parse(text).node == node


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "nothing to look for"),
        (" () ", 3, "nothing in these parentheses"),
        ("acme AND", 6, "AND needs a term on its right"),
        ("OR acme", 1, "OR needs a term on its left"),
        ("(acme OR) x", 7, "OR needs a term on its right"),
        ("acme (b", 6, "never closed"),
        ("acme) b", 5, "closes nothing"),
        ('x "acme', 3, "quote is never closed"),
        ("x {BP", 3, "brace is never closed"),
        ("x }", 3, "closes nothing"),
        ("a1 NEAR b1", 4, "needs a distance"),
        ("a1 NEAR/x b1", 4, "needs a distance"),
        ("a1 NEAR/101 b1", 4, "from 1 to 100 words"),
        ("a1 NEAR/99999999999999 b1", 4, "from 1 to 100 words"),
        ('"a1 b1"~0', 8, "from 1 to 100 words"),
        ('"a1 b1"~', 8, "number of words"),
        ('"a1"~3', 1, "at least two words"),
        ("(a1 AND b1) NEAR/3 c1", 1, "not AND"),
        ("a1 NEAR/3 lang:en", 11, "not lang:"),
        ("a1 NEAR/3 (b1 NEAR/3 c1)", 11, "not NEAR"),
        ("a1 NEAR/3 b1 NEAR/4 c1", 14, "one distance"),
        ('"1 2 3 4 5 6"~3', 1, "at most 5 terms"),
        ("acme && b", 6, "means nothing here"),
        ("acme - b", 6, "means nothing here"),
        ("... acme", 1, "no letter, digit or emoji"),
        ("ac* acme", 1, "3 letters are needed"),
        ("*loader", 1, "3 letters are needed"),
        ("acme*a*b*c*d*", 1, "at most 4 wildcards"),
        ('"acme * leak"', 1, "not for a word"),
        ("トヨタ*", 1, "writing without spaces"),
        ("acme @", 6, "not a single handle"),
        ("{a*}", 1, "without wildcards"),
        ("{...}", 1, "no letter or digit"),
        ("acme colour:red", 6, "no field 'colour:'"),
        ("acme lang:english", 11, "two or three letters"),
        ("acme lang: en", 11, ""),
        ("acme lang:", 6, "lang: needs a value"),
        ("acme lang:(en de)", 15, "parted by OR"),
        ("acme has:links", 10, "Did you mean has:link?"),
        ("site:a/b", 6, "not the name of a site"),
        ("url:ab", 5, "at least 3 characters"),
        ("author:a*", 8, "3 letters are needed"),
        ("NOT acme", 1, "too broad"),
        ("lang:en has:link", 1, "too broad"),
        ("acme OR NOT rival", 1, "too broad"),
        ("acme\nAND (", 6, "missing at the end"),
        ("x" * 201, 1, "longer than 200 characters"),
    ],
)
def test_refused_with_its_place(text: str, column: int, message: str) -> None:
    if not message:
        assert parse(text).node  # a space behind the colon is forgiven
        return
    with pytest.raises(QueryRefused, match=message.replace("(", r"\(").replace("?", r"\?")) as refused:
        parse(text)
    assert refused.value.remark.column == column


def test_a_remark_points_at_its_line() -> None:
    with pytest.raises(QueryRefused) as refused:
        parse("acme\nOR rival OR lang:english\nOR x")
    remark = refused.value.remark
    assert (remark.line, remark.column) == (2, 18)
    assert remark.marked == "OR rival OR lang:english\n" + " " * 17 + "^^^^^^^"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 41 + "a1" + ")" * 41, "more than 40 parentheses"),
        ("a1 " + "NOT " * 41 + "b1", "more than 40 parentheses"),
        ("a1 OR " * 2_000 + "a1", "2001 terms are too many"),
        ("abc* OR " * 200 + "abc*", "201 terms with wildcards"),
        ("a1 OR " * 4_000, "longer than 20000 characters"),
        ("(" * 19_000, "more than 40 parentheses"),
    ],
)
def test_limits(text: str, message: str) -> None:
    with pytest.raises(QueryRefused, match=message):
        parse(text)


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("acme OR rival", []),
        ('"wheel loader" NOT jobs', []),
        ("acme lang:en", []),
        ("acme or rival", ["Did you mean OR?"]),
        ("acme near/3 leak", ["Did you mean NEAR/3?"]),
        ("wheel loader", ['"wheel loader"']),
        ("acme, rival", ["Did you mean OR?"]),
        ("c++ OR acme", ["The rest of it is looked for."]),
        ("what? OR acme", ["take it away"]),
        ("acme OR rival NOT jobs", ["parentheses around"]),
        ("acme OR (rival NOT jobs)", []),
    ],
)
def test_hints(text: str, hints: list[str]) -> None:
    found = parse(text).hints
    assert len(found) >= len(hints)
    for wanted, hint in zip(hints, found, strict=False):
        assert wanted in str(hint)
    if not hints:
        assert not found


@given(anchored)
def test_canonical_text_has_the_same_meaning(node: Node) -> None:
    text = render(node)
    assert parse(text).node == node
    assert render(parse(text).node) == text


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.text('ab*?"(){}@#:-~ NOTANDR/5', max_size=60)
)
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        parsed = parse(text)
    except QueryRefused as refused:
        remark = refused.remark
        assert 0 <= remark.start <= remark.end <= len(text)
        assert remark.message
        return
    assert parse(render(parsed.node)).node == parsed.node


def test_what_is_sought_and_what_is_not() -> None:
    node = parse("(acme OR @rival) NOT (jobs OR #sale) {BP} NEAR/3 leak").node
    assert sought(node) == [word("acme"), Mark("@", "rival"), Cased(("BP",)), word("leak")]


def test_exclusions_can_be_taken_off() -> None:
    assert without_exclusions(parse("acme NOT (jobs OR sale)").node) == word("acme")
    assert without_exclusions(parse("(a1 NOT b1) OR c1").node) == Or((A, C))
    assert without_exclusions(Not(A)) is None


def test_the_simple_form_means_the_same_as_the_language() -> None:
    node = simple_query(["Acme", "wheel loader", "@acme", "acme.example"], ["river acme", "#jobs"])
    assert (
        node == parse('(acme OR "wheel loader" OR @acme OR "acme example") NOT ("river acme" OR #jobs)').node
    )
    with pytest.raises(ValueError, match="needs a term"):
        simple_query([])
