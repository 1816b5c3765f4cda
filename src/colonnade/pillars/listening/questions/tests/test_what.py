from datetime import date

import numpy as np
import pytest

from colonnade.pillars.listening.questions import what
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.pillars.listening.questions.statistics import wilson
from colonnade.pillars.listening.questions.tests.factories import BOLT, corpus, fill, post
from colonnade.pillars.listening.questions.topics import find_topics, normalised_information
from colonnade.pillars.listening.questions.what import terms
from colonnade.warehouse.store import Facts


def rows(answer: Answer, key: str) -> dict[object, tuple[object, ...]]:
    return {
        row.cells[0]: row.cells[1:] for row in next(item for item in answer.tables if item.key == key).rows
    }


@pytest.fixture
def talk(facts: Facts) -> Facts:
    """100 posts about us (40 on gearbox noise, 60 on delivery) and 100 about a rival (on delivery)."""
    noise = [post(number, "acme gearbox noise") for number in range(40)]
    late = [post(100 + number, "acme delivery late #parts") for number in range(60)]
    rival = [post(200 + number, "bolt delivery late", brands=[BOLT]) for number in range(100)]
    return fill(facts, noise + late + rival)


def test_distinctive_terms_are_those_used_more_than_elsewhere(talk: Facts) -> None:
    answer = what.answer(corpus(talk))
    assert rows(answer, "distinctive") == {
        "gearbox": (40, "40%", "0%", 40),
        "noise": (40, "40%", "0%", 40),
        "#parts": (60, "60%", "0%", 60),
    }


def test_the_brand_itself_is_no_finding(talk: Facts) -> None:
    usage = what.term_usage(corpus(talk))
    assert {term.written for term in usage.terms} == {"gearbox", "noise", "delivery", "late", "#parts"}
    assert (usage.posts, usage.others) == (100, 100)
    delivery = next(term for term in usage.terms if term.term == "delivery")
    assert (delivery.ours, delivery.theirs) == (60, 100)
    parts = next(term for term in usage.terms if term.term == "parts")
    assert usage.people(parts) == 60


def test_topics_are_terms_that_share_posts(talk: Facts) -> None:
    usage = what.term_usage(corpus(talk))
    topics = find_topics(
        corpus(talk), [(term.kind, term.term) for term in usage.terms], most=1000, read=usage.posts
    )
    assert [(set(topic.terms), topic.posts) for topic in topics.found] == [
        ({"delivery", "late", "#parts"}, 60),
        ({"gearbox", "noise"}, 40),
    ]
    chart = what.answer(corpus(talk)).charts[0]
    assert chart.series[0].values == (60.0, 40.0)
    assert chart.links[1] == "/posts/?term=gearbox%2Cnoise"


def test_a_topics_link_leads_to_as_many_posts_as_it_counts(talk: Facts) -> None:
    assert corpus(talk, term="gearbox,noise").extent.posts == 40


def test_asking_and_what_is_asked_about(facts: Facts) -> None:
    asking = [post(number, "price", text="which price?") for number in range(30)]
    telling = [post(100 + number, "thanks", text="thanks") for number in range(70)]
    answer = what.answer(corpus(fill(facts, asking + telling)))
    assert answer.facts["asking"] == wilson(30, 100).as_json()
    assert rows(answer, "asked") == {"price": (30, "100%", "0%")}
    assert (
        next(item for item in answer.tables if item.key == "asked").rows[0].link
        == "/posts/?term=price&asks=1"
    )


def test_rising_compares_with_the_period_before(facts: Facts) -> None:
    # Two periods of two days, 48 posts each; "recall" comes up in the second.
    before = [post(number, "quiet") for number in range(48)]
    now = [post(48 + number, "quiet recall" if number % 2 else "quiet") for number in range(48)]
    fill(facts, before + now)
    answer = what.answer(corpus(facts, since=date(2026, 3, 4), until=date(2026, 3, 5)))
    assert rows(answer, "rising") == {"recall": (24, "50%", "0%", 24)}


def test_without_a_period_the_last_quarter_is_compared_with_what_was_earlier(facts: Facts) -> None:
    earlier = [post(number, "quiet") for number in range(144)]
    last_two_days = [post(144 + number, "quiet recall" if number % 2 else "quiet") for number in range(48)]
    answer = what.answer(corpus(fill(facts, earlier + last_two_days)))
    assert rows(answer, "rising") == {"recall": (24, "50%", "0%", 24)}
    rising = next(table for table in answer.tables if table.key == "rising")
    assert rising.note == "Since 8 Mar 2026 (48 posts), against 144 posts before."


def test_a_word_of_a_few_people_is_not_rising(facts: Facts) -> None:
    before = [post(number, "quiet") for number in range(48)]
    now = [post(48 + number, "quiet recall", by=f"loud{number % 5}") for number in range(48)]
    answer = what.answer(corpus(fill(facts, before + now), since=date(2026, 3, 4), until=date(2026, 3, 5)))
    assert rows(answer, "rising") == {}


def test_with_nothing_to_compare_nothing_is_distinctive(facts: Facts) -> None:
    answer = what.answer(corpus(fill(facts, [post(number, "noise") for number in range(40)])))
    assert rows(answer, "distinctive") == {}
    assert any("too few other posts" in caveat for caveat in answer.caveats)


def test_too_few_posts_are_no_answer(facts: Facts) -> None:
    assert not what.answer(corpus(fill(facts, [post(1, "noise")]))).enough


def test_information_is_one_for_inseparable_terms_of_many_posts() -> None:
    together = np.array([[10_000.0, 10_000.0, 100.0], [10_000.0, 10_000.0, 0.0], [100.0, 0.0, 100.0]])
    found = normalised_information(together, np.diag(together), 1_000_000)
    assert found[0, 1] == pytest.approx(1, abs=0.01)
    assert found[1, 2] == -1


def test_more_posts_than_can_be_read_are_sampled_and_it_is_said(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = [f"{number * 0x9E3779B97F4A7C15 % 16**16:016x}" for number in range(1200)]
    ours = [
        post(number, "acme gearbox" if number % 4 else "acme oil", mention_id=hashed[number])
        for number in range(600)
    ]
    theirs = [
        post(number, "bolt oil", brands=[BOLT], mention_id=hashed[number]) for number in range(600, 1200)
    ]
    fill(facts, ours + theirs)
    monkeypatch.setattr(terms, "POSTS_READ", 300)
    usage = what.term_usage(corpus(facts))
    assert 270 <= usage.posts <= 330
    assert 270 <= usage.others <= 330
    gearbox = next(term for term in usage.terms if term.term == "gearbox")
    assert gearbox.ours / usage.posts == pytest.approx(0.75, abs=0.06)
    assert [term.written for term, _z in what.distinctive(usage)] == ["gearbox"]
    assert what.term_usage(corpus(facts)) == usage


def test_names_are_listed_by_the_people_who_use_them(facts: Facts) -> None:
    paris = [post(number, f"we took the Acme loader {number} to Paris yesterday") for number in range(40)]
    keller = [post(100 + number, "so Maria Keller from sales called me back") for number in range(10)]
    loud = [post(200 + number, "they all moved to Berlin again", by="loud") for number in range(30)]
    trade = [
        post(400 + number, "Swivel is worn" if number % 2 else "my swivel is worn") for number in range(20)
    ]
    foreign = [post(300 + number, "Nous allons tous en Norvège", language="fr") for number in range(20)]
    answer = what.answer(corpus(fill(facts, paris + keller + loud + trade + foreign)))
    assert answer.facts["names"] == [
        {"kind": "place", "name": "Paris", "people": 40},
        {"kind": "person", "name": "Maria Keller", "people": 10},
    ]
    assert answer.facts["posts_read_for_names"] == 100
    assert rows(answer, "names")["Paris"][:2] == ("place", 40)
    (table,) = [table for table in answer.tables if table.key == "names"]
    assert table.rows[0].link == "/posts/?text=Paris"
