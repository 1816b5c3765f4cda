"""Customers are told from everybody else, by account alone, in who speaks and in every question."""

import pytest

from colonnade.pillars.listening.questions import who
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter
from colonnade.pillars.listening.questions.known_people import KnownPeople
from colonnade.pillars.listening.questions.tests.factories import BRANDS, UTC_ZONE, fill, post
from colonnade.warehouse.store import Facts

KNOWN = KnownPeople(
    "first",
    lambda: [
        ("x", "ann", "customer", "Mines"),
        ("x", "bob", "customer", ""),
        ("x", "cyd", "press", "Mines"),
        ("bluesky", "dan", "customer", "Mines"),
        ("x", "nobody", "partner", ""),
    ],
)


def asked(facts: Facts, people: KnownPeople = KNOWN, known: str = "") -> Corpus:
    filters = Filters(known=known)
    return Corpus(
        facts=facts, brands=BRANDS, filters=filters, zone=UTC_ZONE, posts_url="/posts/", people=people
    )


@pytest.fixture
def talk(facts: Facts) -> Facts:
    """Ann writes three posts, in either case of her name; Bob, Cyd and Dan one each; forty others."""
    spoken = [post(n, author_handle="Ann" if n else "ann", author_id="x:ann") for n in range(3)]
    spoken += [post(10 + n, by=name) for n, name in enumerate(("bob", "cyd", "dan"))]
    return fill(facts, [*spoken, *(post(20 + n) for n in range(40))])


def rows(answer: Answer, key: str) -> dict[str, tuple[object, ...]]:
    table = next(table for table in answer.tables if table.key == key)
    return {str(row.cells[0]): row.cells[1:] for row in table.rows}


def test_people_and_posts_are_counted_by_relation_and_segment(talk: Facts) -> None:
    answer = who.answer(asked(talk))
    known = {name: (cells[0], cells[2]) for name, cells in rows(answer, "known").items()}
    assert known == {"customer": (2, 4), "press": (1, 1)}
    assert {name: cells[0] for name, cells in rows(answer, "segments").items()} == {"Mines": 2}
    (customers,) = (measure for measure in answer.measures if measure.key == "customers")
    assert customers.value.value == pytest.approx(2 / 44)
    assert answer.facts["known"] == {"customer": 2, "press": 1}


def test_a_row_leads_to_the_posts_behind_it(talk: Facts) -> None:
    table = next(table for table in who.answer(asked(talk)).tables if table.key == "known")
    assert table.rows[0].link == "/posts/?known=customer"
    assert asked(talk, known="customer").extent.posts == 4
    assert asked(talk, known="MINES").extent.posts == 4
    assert asked(talk, known="partner").extent.posts == 0


def test_a_name_on_another_channel_is_somebody_else(talk: Facts) -> None:
    fill(talk, [post(90, by="dan", channel="bluesky", author_id="bluesky:dan")])
    assert asked(talk, known="customer").extent.posts == 5


def test_what_nobody_is_known_as_is_refused(talk: Facts) -> None:
    with pytest.raises(WrongFilter, match="Nobody is known as “dealer”"):
        asked(talk, known="dealer")


def test_where_nobody_is_known_the_answer_says_so(talk: Facts) -> None:
    answer = who.answer(asked(talk, KnownPeople()))
    assert "Which of them are customers is not known" in " ".join(answer.caveats)
    assert not [table for table in answer.tables if table.key in {"known", "segments"}]
