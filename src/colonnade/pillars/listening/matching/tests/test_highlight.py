"""Terms are marked in the text as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.matching import Post
from colonnade.pillars.listening.matching.documents import Document
from colonnade.pillars.listening.matching.highlight import highlight
from colonnade.pillars.listening.query import parse, sought


def marked(text: str, query: str) -> str:
    pieces = highlight(Document(Post(text)), sought(parse(query).node))
    return "".join(f"[{piece.text}]" if piece.found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The ACME loader leaks.", "acme leak*", "The [ACME] loader [leaks]."),
        ("my wheel-loader, my Wheel Loader", '"wheel loader"', "my [wheel-loader], my [Wheel Loader]"),
        ("thanks @Acme_Help!", "@acme_help", "thanks @[Acme_Help]!"),
        ("私はトヨタです", "トヨタ", "私は[トヨタ]です"),
        ("a\u200bcme stra\u00dfe \uff21cme", "acme OR strasse", "[a\u200bcme] [stra\u00dfe] [\uff21cme]"),
        ("fine 👍🏽 work", "👍", "fine [👍]🏽 work"),
        ("bp and BP", "{BP}", "bp and [BP]"),
        ("nothing here", "acme", "nothing here"),
        ("acme acme", "acme OR lang:en acme", "[acme] [acme]"),
    ],
)
def test_marked(text: str, query: str, expected: str) -> None:
    assert marked(text, query) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("aeト 👍@"), max_size=40))
def test_the_text_stays_whole(text: str) -> None:
    pieces = highlight(Document(Post(text)), sought(parse("a OR e OR ト OR 👍").node))
    assert "".join(piece.text for piece in pieces) == text
