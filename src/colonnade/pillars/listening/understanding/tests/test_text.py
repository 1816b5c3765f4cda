"""Preparation of posts: what is kept, what is dropped, and that nothing breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.understanding.text import (
    MAX_CHARACTERS,
    plain,
    prose,
    unstretched,
    words,
)

ANY_TEXT = st.text(alphabet=st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fish &amp; chips", "fish & chips"),
        ("It\u2019s \u201cfine\u201d", 'it\'s "fine"'),
        ("\uff28\uff29 there", "hi there"),
        ("so\u200bft\ufe0f", "soft"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("nul\x00l", "null"),
    ],
)
def test_plain_text_drops_what_says_nothing(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@bob.smith hi", ["@", "user", "hi"]),
        ("@bob@social.example hi", ["@", "user", "hi"]),
        ("mail me@x.com", ["mail", "me", "@", "x", ".", "com"]),
        ("see https://t.example/a?b=1#c now", ["see", "http", "now"]),
        ("see WWW.example.com now", ["see", "http", "now"]),
        ("wow😡🏽😍!", ["wow", "angry", "love", "!"]),
        ("a 🧇 on ❤\ufe0f", ["a", "on", "<", "3"]),
        ("#GreatDay :)", ["#", "greatday", ":", ")"]),
        ("", []),
    ],
)
def test_words_are_words_signs_and_moods(text: str, expected: list[str]) -> None:
    assert words(plain(text)) == expected


def test_only_letters_are_shortened() -> None:
    assert unstretched("sooooooo") == "sooo"
    assert unstretched("100000") == "100000"
    assert unstretched("good") == "good"


def test_prose_keeps_the_words_of_hashtags_and_drops_the_rest() -> None:
    assert prose(plain("@Bob look 😀 https://x.example #Harvest")).split() == ["look", "harvest"]


@given(ANY_TEXT)
def test_any_text_can_be_prepared_and_encoded(text: str) -> None:
    prepared = plain(text)
    prepared.encode("utf-8")
    prose(prepared).encode("utf-8")
    assert "".join(words(prepared)) == "".join(words(" ".join(words(prepared))))


def test_a_huge_text_is_cut() -> None:
    assert len(plain("word " * 2_000_000)) <= MAX_CHARACTERS
