"""What matches what, and that the automaton agrees with a plain search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.matching import Matcher, Query, TermRefused, read_terms, written_terms
from colonnade.pillars.listening.matching.tokens import normalise, words


def matches(text: str, *terms: str, excluded: tuple[str, ...] = ()) -> bool:
    return Matcher([Query(id=7, terms=terms, excluded=excluded)]).match(text) == [7]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Love my Acme loader", "acme"),
        ("ACME!", "Acme"),
        ("so, #acme it is", "acme"),
        ("thanks @Acme.", "@acme"),
        ("thanks @Acme.Great stuff", "@ACME"),
        ("@alice.bsky.social said", "@alice.bsky.social"),
        ("@acme@mastodon.example rocks", "@acme"),
        ("see #Acme2026", "#acme2026"),
        ("the Acme   Wheel-Loader 9", "acme wheel loader"),
        ("acme acme loader", "acme loader"),
        ("read https://acme.example/x", "acme.example"),
        ("\uff21\uff43\uff4d\uff45 full width", "acme"),
        ("a\u200bcme zero width", "acme"),
        ("stra\u00dfe", "STRASSE"),
        ("\u79c1\u306f\u30c8\u30e8\u30bf\u3067\u3059", "\u30c8\u30e8\u30bf"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940 \u092e\u0947\u0902", "\u0939\u093f\u0928\u094d\u0926\u0940"),
        ("CAFE\u0301", "caf\u00e9"),
    ],
)
def test_found(text: str, term: str) -> None:
    assert matches(text, term)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("acmeology", "acme"),
        ("pacme", "acme"),
        ("acme alone", "@acme"),
        ("acme alone", "#acme"),
        ("mail bob@acme for it", "@acme"),
        ("@acme_support", "@acme"),
        ("loader acme", "acme loader"),
        ("at the end acme @loader", "acme at"),
        ("", "acme"),
    ],
)
def test_not_found(text: str, term: str) -> None:
    assert not matches(text, term)


def test_an_excluded_term_overrules() -> None:
    assert matches("delta flight", "delta", excluded=("river delta",))
    assert not matches("the river delta", "delta", excluded=("river delta",))


def test_several_queries_may_match_one_post() -> None:
    matcher = Matcher([Query(id=3, terms=("acme",)), Query(id=1, terms=("acme loader", "@rival"))])
    assert matcher.match("acme loader against @rival") == [1, 3]


def test_no_query_matches_nothing() -> None:
    assert Matcher([]).match("anything") == []


@pytest.mark.parametrize("term", ["!!!", "@two words", "#a b", "@", "x" * 300])
def test_a_term_that_could_never_match_is_refused(term: str) -> None:
    with pytest.raises(TermRefused):
        read_terms(term)


def test_terms_are_typed_freely() -> None:
    assert read_terms('acme, "acme, inc", @acme\n #acme\nAcme,,\n') == ["acme", "acme, inc", "@acme", "#acme"]


terms = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"'), min_size=1, max_size=20),
    max_size=5,
)


@given(terms)
def test_written_terms_read_back_the_same(drawn: list[str]) -> None:
    try:
        once = read_terms("\n".join(f'"{term}"' for term in drawn))
    except TermRefused:
        return
    assert read_terms(written_terms(once)) == once


token = st.sampled_from(["acme", "loader", "rival", "x", "\u30c8", "\u00e9t\u00e9"])


@given(st.lists(token, max_size=12), st.lists(st.lists(token, min_size=1, max_size=3), max_size=5))
def test_the_automaton_agrees_with_a_plain_search_of_tokens(
    text: list[str], phrases: list[list[str]]
) -> None:
    matcher = Matcher([Query(id=n, terms=(" ".join(phrase),)) for n, phrase in enumerate(phrases)])
    expected = [
        n
        for n, phrase in enumerate(phrases)
        if any(text[i : i + len(phrase)] == phrase for i in range(len(text)))
    ]
    assert matcher.match(" ".join(text)) == expected


@given(st.text())
def test_normalising_twice_changes_nothing_in_the_tokens(text: str) -> None:
    once = normalise(text)
    assert words(normalise(once)) == words(once)


@given(st.text(min_size=1))
def test_a_text_always_matches_itself(text: str) -> None:
    if words(normalise(text)) and not normalise(text).startswith(("@", "#")) and len(text) <= 200:
        assert matches(text, text)
