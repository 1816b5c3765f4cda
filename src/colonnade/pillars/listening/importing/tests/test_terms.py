"""Words, hashtags and handles."""

from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.importing.terms import MOST_WORDS, terms_of


def terms(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"word": [], "hashtag": [], "handle": []}
    for kind, term in terms_of(text):
        found[kind].append(term)
    return found


def test_kinds_are_told_apart() -> None:
    assert terms("@Acme The LOADER's seat is broken! #Fail #fail see https://acme.example/loader") == {
        "word": ["loader", "seat", "broken"],
        "hashtag": ["fail"],
        "handle": ["acme"],
    }


def test_stop_words_numbers_and_single_letters_are_left_out() -> None:
    assert terms("I don't think it's 2026 or 24/7, u r a c")["word"] == ["think"]


def test_unicode_words_stay_whole() -> None:
    assert terms("stra\u00dfe CAF\u00c9 \u0939\u093f\u0928\u094d\u0926\u0940")["word"] == [
        "strasse",
        "caf\u00e9",
        "\u0939\u093f\u0928\u094d\u0926\u0940",
    ]


def test_scripts_without_spaces_give_pairs() -> None:
    assert terms("\u91cd\u6a5f\u68b0 WA320")["word"] == ["\u91cd\u6a5f", "\u6a5f\u68b0", "wa320"]


def test_a_book_is_cut() -> None:
    assert len(terms(" ".join(f"word{n}" for n in range(5_000)))["word"]) == MOST_WORDS


@given(st.text())
def test_each_term_comes_once_and_is_not_empty(text: str) -> None:
    found = list(terms_of(text))
    assert len(found) == len(set(found))
    assert all(term.strip() for _kind, term in found)
