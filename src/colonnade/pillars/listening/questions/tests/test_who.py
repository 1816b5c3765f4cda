from datetime import date

import pytest

from colonnade.pillars.listening.questions import who
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.pillars.listening.questions.bots import Doubts, find_doubts
from colonnade.pillars.listening.questions.repeats import find_repeats
from colonnade.pillars.listening.questions.statistics import wilson
from colonnade.pillars.listening.questions.tests.factories import corpus, fill, post
from colonnade.warehouse.store import Facts


def table(answer: Answer, key: str) -> list[tuple[object, ...]]:
    return [row.cells for row in next(item for item in answer.tables if item.key == key).rows]


@pytest.fixture
def talk(facts: Facts) -> Facts:
    """36 posts: 20 people wrote once, 4 wrote twice, one wrote eight times and has a large following."""
    once = [post(number) for number in range(20)]
    twice = [post(100 + number, by=f"twice{number % 4}", author_followers=150) for number in range(8)]
    often = [post(200 + number, by="often", author_followers=20_000) for number in range(8)]
    return fill(facts, once + twice + often)


def test_who_counts_people_and_how_often_they_write(talk: Facts) -> None:
    answer = who.answer(corpus(talk))
    assert answer.n == 36
    assert answer.enough
    assert answer.facts["authors"] == 25
    assert answer.facts["wrote_once"] == wilson(20, 25).as_json()
    assert answer.facts["top_one_percent_posts"] == round(8 / 36, 6)
    assert answer.facts["reach"] == {
        "under 100": 0,
        "100 to 1,000": 4,
        "1,000 to 10,000": 0,
        "10,000 to 100,000": 1,
        "100,000 and more": 0,
    }
    assert "25 people wrote 36 posts about Acme from 2 Mar 2026 to 10 Mar 2026" in answer.sentence
    assert "80% (95% interval 61–91%)" in answer.sentence  # noqa: RUF001


def test_the_busiest_come_first_and_lead_to_their_posts(talk: Facts) -> None:
    answer = who.answer(corpus(talk))
    assert table(answer, "people")[0] == ("@often", 8, "22%", 20_000, "")
    assert answer.tables[0].rows[0].link == "/posts/?author=x%3Aoften"


def test_habits_are_shares_of_all_people(talk: Facts) -> None:
    chart = next(chart for chart in who.answer(corpus(talk)).charts if chart.key == "who-habits")
    assert chart.series[0].values == (80.0, 16.0, 4.0)


def test_a_reach_chart_needs_known_followers(talk: Facts) -> None:
    answer = who.answer(corpus(talk))
    assert [chart.key for chart in answer.charts] == ["who-habits"]
    assert any("20 people" in caveat and "followers" in caveat for caveat in answer.caveats)


def test_newcomers_are_those_who_had_not_written_before(facts: Facts) -> None:
    before = [post(number, by=f"old{number}") for number in range(30)]
    now = [post(100 + number, by=f"old{number}" if number < 12 else f"new{number}") for number in range(40)]
    answer = who.answer(corpus(fill(facts, before + now), since=date(2026, 3, 6)))
    assert answer.n == 40
    assert answer.facts["newcomers"] == wilson(28, 40).as_json()
    assert [cells[1] for cells in table(answer, "newcomers")] == [28, 12]


def test_too_few_posts_are_no_answer(facts: Facts) -> None:
    answer = who.answer(corpus(fill(facts, [post(number) for number in range(29)])))
    assert not answer.enough
    assert answer.sentence == "Insufficient evidence: 29 posts about Acme under these filters."
    assert answer.charts == ()
    assert len(table(answer, "people")) == 29


def test_nothing_stored_is_no_answer(facts: Facts) -> None:
    answer = who.answer(corpus(facts))
    assert (answer.enough, answer.n, answer.tables) == (False, 0, ())


def test_the_answer_does_not_depend_on_the_order_of_posts(facts: Facts, talk: Facts) -> None:
    answer = who.answer(corpus(talk))
    facts.erase_all()
    fill(facts, [post(200 + number, by="often", author_followers=20_000) for number in reversed(range(8))])
    fill(facts, [post(number) for number in reversed(range(20))])
    fill(facts, [post(100 + number, by=f"twice{number % 4}", author_followers=150) for number in range(8)])
    assert who.answer(corpus(facts)).as_json() == answer.as_json()


def test_somebody_who_sleeps_is_not_automatic_however_much_they_write(facts: Facts) -> None:
    awake = [hour for day in range(30) for hour in range(24 * day, 24 * day + 17)]
    rarely_at_night = [24 * day + 17 + day % 7 for day in range(0, 30, 2)]
    posts = [post(number, f"said {chr(97 + number % 26)}{number // 26}", by="busy") for number in awake]
    fill(facts, posts + [post(number, "late", by="busy") for number in rarely_at_night])
    assert find_doubts(corpus(facts), ["x:busy"]) == Doubts({}, {})


def test_automatic_accounts_are_listed_with_their_share(facts: Facts) -> None:
    same = [post(number, f"Deal {number} now", by="seller") for number in range(20)]
    fill(facts, same + [post(100 + number) for number in range(30)])
    table = next(table for table in who.answer(corpus(facts)).tables if table.key == "automatic")
    assert [row.cells for row in table.rows] == [("@seller", 20, "20 of 20 posts read say the same")]
    assert "1 look automatic; they wrote 40% of all posts" in table.note


def test_paid_accounts_are_those_that_say_so(facts: Facts) -> None:
    said = ["#ad loved it", "loved it (#AD)", "loved it #adopted", "https://x.test/a#ad", "ad"]
    fill(facts, [post(number, text, by=f"one{number}") for number, text in enumerate(said)])
    found = find_doubts(corpus(facts), [f"x:one{number}" for number in range(5)])
    assert found.paid == {
        "x:one0": "1 post marked as advertising",
        "x:one1": "1 post marked as advertising",
    }
    assert Doubts({"a": "b"}, {"a": "c", "d": "e"}).together() == {"a": "b; c", "d": "e"}


def test_repeated_texts_are_said_with_the_most_frequent(facts: Facts) -> None:
    same = [
        post(number, f"Buy the cheap finance deal {number} https://x.test/{number}", by=f"seller{number % 2}")
        for number in range(12)
    ]
    fill(facts, same + [post(100 + number, f"my own words {chr(97 + number)} here") for number in range(26)])
    (said,) = [text for text in who.answer(corpus(facts)).caveats if "repeat the same texts" in text]
    assert said.startswith("32% of the posts read repeat the same texts")
    assert "(12 posts by 2 people)" in said


def test_own_words_are_no_repeats(facts: Facts) -> None:
    fill(facts, [post(number, f"my own words {chr(97 + number)} here") for number in range(26)])
    assert find_repeats(corpus(facts)) is None


def test_signs_of_automatic_accounts(facts: Facts) -> None:
    same = [post(number, f"Deal {number} now https://x.test/{number}", by="seller") for number in range(12)]
    fast = [
        post(1000 + number, f"a{number}b", by="fast", published_at=post(1)["published_at"])
        for number in range(72)
    ]
    awake = [
        post(2000 + number, f"{chr(97 + number % 26)}{chr(97 + number // 26)} x", by="awake")
        for number in range(66)
    ]
    human = [post(3000 + 5 * number, f"{chr(97 + number)} said", by="human") for number in range(12)]
    fill(facts, same + fast + awake + human)
    found = find_doubts(corpus(facts), ["x:seller", "x:fast", "x:awake", "x:human"]).bots
    assert found == {
        "x:seller": "12 of 12 posts read say the same",
        "x:fast": "72 of 72 posts read say the same",
        "x:awake": "posts round the clock, without a night",
    }
