"""What posts name."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.pillars.listening.understanding.entities import Entity, Known, find_entities
from colonnade.pillars.listening.understanding.entities.cases import known_names, small_shares
from colonnade.pillars.listening.understanding.entities.finding import MOST


def told(text: str, *, english: bool = True, known: Known | None = None) -> list[tuple[str, str]]:
    return [(found.kind, found.text) for found in find_entities(text, english=english, known=known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://a.example/x?y=1. or www.b.example!", ["https://a.example/x?y=1", "www.b.example"]),
        ("hi @Acme.Support and @b@m.example, mail me@c.example", ["@Acme.Support", "@b@m.example"]),
        ("#Loaders #2015 x#no #bauma2025", ["#Loaders", "#bauma2025"]),
        ("buy $ACME and $brk.b, not $5 or US$ALL", ["$ACME", "$brk.b"]),
        ("R&amp;D &#64;acme", ["@acme"]),
    ],
)
def test_marked_things_are_told_as_written(text: str, expected: list[str]) -> None:
    assert [name for _kind, name in told(text, english=False)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we met Angela Merkel in New York", [("person", "Angela Merkel"), ("place", "New York")]),
        ("he flies to Paris with Hydra Airlines", [("place", "Paris"), ("organisation", "Hydra Airlines")]),
        (
            "the University of Leeds and Hyde Park",
            [("organisation", "University of Leeds"), ("place", "Hyde Park")],
        ),
        ("my new PS4 broke", [("product", "PS4")]),
        ("Thanks for Maria's help, she moved from Ohio", [("person", "Maria"), ("place", "Ohio")]),
        ("Star Wars was on, and so was Dr. Kornelius", [("name", "Star Wars"), ("person", "Dr. Kornelius")]),
        ("they ride to Komtrax & Vossloh", [("name", "Komtrax"), ("name", "Vossloh")]),
    ],
)
def test_names_are_told_by_their_capitals(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Thanks! Great service. The best, and I mean it",
        "WHY IS NOBODY ANSWERING THE PHONE",
        "See you on Monday or in January, OK?",
        "Nooooo, Hahahaaa",
        "",
        "\ud800 \x00",
    ],
)
def test_capitals_alone_make_no_name(text: str) -> None:
    assert told(text) == []


def test_names_are_read_in_english_alone() -> None:
    text = "Die Pumpe aus Berlin leckt"
    assert told(text, english=False) == []


def test_brands_are_told_as_the_organisation_writes_them() -> None:
    known = Known([("acme", "ACME"), ("acme pump", "AcmePump"), ("bolt & co", "Bolt"), ("", "nothing")])
    text = "my acme PUMP and Acme loader beat Bolt & Co, not macmes; says Acme"
    assert told(text, known=known) == [("brand", "ACME"), ("brand", "AcmePump"), ("brand", "Bolt")]
    assert told("nothing here", known=Known([])) == []


def test_there_is_an_end_to_entities_and_to_time() -> None:
    many = " ".join(f"@user{number}" for number in range(500))
    assert len(find_entities(many, english=True)) == MOST
    begun = perf_counter()
    for text in (
        "A" * 10_000_000,
        "A " * 5_000_000,
        "@" * 10_000_000,
        "http://" * 1_000_000,
        "a.b@" * 2_000_000,
    ):
        find_entities(text, english=True, known=Known([("a", "A")]))
    assert perf_counter() - begun < 2


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_any_text_gives_entities_that_hold_something(text: str, english: bool) -> None:  # drawn
    found = find_entities(text, english=english)
    assert len(set(found)) == len(found)
    assert all(isinstance(entity, Entity) and entity.text.strip() for entity in found)


def test_the_lists_are_what_they_say() -> None:
    shares = small_shares()
    assert shares["the"] > 0.8
    assert "obama" not in shares
    assert all(0.1 <= share <= 1 for share in shares.values())
    assert "star wars" in known_names()
