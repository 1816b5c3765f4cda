"""Lists of terms as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.query import TermRefused, read_terms, written_terms


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
