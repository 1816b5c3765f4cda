"""Cells as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.core.spreadsheet import guarded, unguarded
from colonnade.pillars.listening.importing.values import (
    BadValue,
    channel_of,
    channel_of_url,
    clean_text,
    count_of,
    handle_of,
    id_of,
    url_of,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("1 234 567", 1234567),
        ("12.0", 12),
        ("3.4K", 3400),
        ("2m", 2_000_000),
        ("", None),
        (" ", None),
        ("n/a", None),
        ("NaN", None),
        ("null", None),
        ("0", 0),
        (" 7 ", 7),
    ],
)
def test_counts(cell: str, value: int | None) -> None:
    assert count_of(cell) == value


@pytest.mark.parametrize("cell", ["-3", "many", "1,23", "1e99", "inf", "9" * 30, "12 likes"])
def test_what_is_no_count_says_so(cell: str) -> None:
    with pytest.raises(BadValue):
        count_of(cell)


def test_text_keeps_what_people_wrote() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert clean_text(f"  a\r\nb\x00\x1b {family}\u202e! ", entities=False) == f"a\nb {family}!"
    assert clean_text("R&amp;D &lt;3 &#128512;", entities=True) == "R&D <3 \U0001f600"
    assert clean_text("R&amp;D", entities=False) == "R&amp;D"


@pytest.mark.parametrize("cell", ["", " \n ", "\x00\x00", "\ufeff", "x" * 100_001])
def test_text_that_is_none_says_so(cell: str) -> None:
    with pytest.raises(BadValue):
        clean_text(cell, entities=False)


def test_handles() -> None:
    assert handle_of(" @Ann ") == "Ann"
    assert handle_of("https://x.example/ann/") == "ann"
    assert handle_of("https://forum.example/u/ann?tab=1") is not None
    assert handle_of("none") is None


def test_ids() -> None:
    assert id_of(" 569748316776325120 ") == "569748316776325120"
    assert id_of("12345.0") == "12345"
    assert id_of("5.69748E+17") is None
    assert id_of("at://did:plc:abc/app.bsky.feed.post/3k") == "at://did:plc:abc/app.bsky.feed.post/3k"


def test_links_that_could_run_code_are_dropped() -> None:
    assert url_of("javascript:alert(1)") is None
    assert url_of("https://x.example/1") == "https://x.example/1"


def test_channels() -> None:
    assert [channel_of(cell) for cell in ("Twitter", "X.com", "https://x.com/a", " Blue  Sky ", "")] == [
        "x",
        "x",
        "x",
        "blue sky",
        None,
    ]
    assert channel_of_url("https://www.forum.example.org/t/1") == "forum.example.org"
    assert channel_of_url("https://bsky.app/profile/a") == "bluesky"
    assert channel_of_url("https://[broken") is None


@given(st.text())
def test_a_guarded_cell_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
