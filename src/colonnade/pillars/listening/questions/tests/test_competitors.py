from typing import Any

import pytest

from colonnade.pillars.listening.questions import competitors
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.tests.factories import ACME, BOLT, corpus, fill, post
from colonnade.warehouse.store import Facts


def brand(answer: Answer, name: str) -> dict[str, Any]:
    found = answer.facts["brands"]
    assert isinstance(found, list)
    return next(item for item in found if item["brand"] == name)


@pytest.fixture
def talk(facts: Facts) -> Facts:
    """60 posts name us, 30 the rival, 10 both; all by different people."""
    ours = [post(number, likes=4) for number in range(60)]
    theirs = [post(100 + number, brands=[BOLT], likes=1, reposts=1) for number in range(30)]
    both = [post(200 + number, brands=[ACME, BOLT]) for number in range(10)]
    return fill(facts, ours + theirs + both)


def test_share_of_voice_counts_a_post_for_each_brand_it_names(talk: Facts) -> None:
    answer = competitors.answer(corpus(talk))
    assert answer.n == 100
    assert answer.facts["naming_several"] == 10
    shares = [brand(answer, name)["share_of_voice"] for name in ("Acme", "Bolt")]
    values = [share["value"] for share in shares]
    assert values == [round(70 / 110, 6), round(40 / 110, 6)]
    assert (
        answer.caveats[0]
        == "10 posts name several brands and count once for each, so 110 namings are shared out."
    )
    assert "Acme has 64%" in answer.sentence
    assert "place 1" in answer.sentence


def test_engagement_is_the_mean_of_known_reactions(talk: Facts) -> None:
    answer = competitors.answer(corpus(talk))
    assert brand(answer, "Acme")["engagement"] == {"value": 4.0, "low": 4.0, "high": 4.0}
    assert brand(answer, "Bolt")["engagement"] == {"value": 2.0, "low": 2.0, "high": 2.0}


def test_the_same_people_again_and_again_widen_the_interval(facts: Facts) -> None:
    def width(facts: Facts) -> float:
        share = brand(competitors.answer(corpus(facts)), "Acme")["share_of_voice"]
        return float(share["high"] - share["low"])

    fill(facts, [post(number, brands=[(ACME, BOLT)[number % 2]]) for number in range(200)])
    by_many = width(facts)
    facts.erase_all()
    fill(
        facts,
        [post(number, brands=[(ACME, BOLT)[number % 2]], by=f"p{number % 20}") for number in range(200)],
    )
    # Ten posts each, always about the same brand: the interval of 20 people, not of 200 posts.
    assert width(facts) > 2.5 * by_many


def test_themes_stand_out_among_our_posts_and_among_the_others(facts: Facts) -> None:
    def said(start: int, brand: Brand, sentiment: str, words: str, count: int) -> list[dict[str, Any]]:
        return [post(start + n, words, brands=[brand], sentiment=sentiment) for n in range(count)]

    fill(
        facts,
        [
            *said(0, ACME, "negative", "awful hydraulics ghent", 40),
            *said(100, ACME, "positive", "fine ghent", 40),
            *said(200, BOLT, "negative", "awful brakes", 40),
            *said(300, BOLT, "positive", "fine", 40),
        ],
    )
    answer = competitors.answer(corpus(facts))
    blamed = next(table for table in answer.tables if table.key == "blamed")
    # "awful" goes with every complaint and "ghent" with every post about us: neither is a theme.
    assert [row.cells for row in blamed.rows] == [
        ("Acme", "hydraulics", 40, "100%", "0%"),
        ("Bolt", "brakes", 40, "100%", "0%"),
    ]
    assert blamed.rows[0].link == "/posts/?sentiment=negative&brand=Acme&term=hydraulics"


def test_one_brand_is_nothing_to_compare(facts: Facts) -> None:
    answer = competitors.answer(corpus(fill(facts, [post(1)]), brands=[ACME]))
    assert not answer.enough
    assert "define your own brand and at least one competitor" in answer.sentence


def test_a_brand_nobody_names_has_no_share(facts: Facts) -> None:
    answer = competitors.answer(corpus(fill(facts, [post(number) for number in range(40)])))
    assert brand(answer, "Bolt")["posts"] == 0
    assert brand(answer, "Bolt")["engagement"] is None


def test_what_brands_publish_is_told_apart_from_what_is_said_of_them(talk: Facts) -> None:
    ours = [post(300 + n, "our news", by="Acme", brands=[], likes=n) for n in range(30)]
    theirs = [post(400 + n, f"their news {n}", by="bolt", brands=[], likes=2) for n in range(5)]
    fill(talk, [*ours, *theirs])
    answer = competitors.answer(corpus(talk))
    (table,) = (table for table in answer.tables if table.key == "published")
    assert [row.cells[:2] for row in table.rows] == [("Acme", 30), ("Bolt", 5)]
    assert table.rows[0].cells[2] == "14.5 (11.3\u201317.7)"
    assert table.rows[1].cells[2] == "insufficient evidence"
    assert table.rows[0].cells[3:] == (29, "our news")
    assert table.rows[1].cells[3] == 2
    assert answer.n == 100


def test_without_posts_of_the_brands_there_is_no_table_of_them(talk: Facts) -> None:
    assert "published" not in {table.key for table in competitors.answer(corpus(talk)).tables}
