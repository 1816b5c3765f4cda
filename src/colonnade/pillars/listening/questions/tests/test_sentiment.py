from datetime import date, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.pillars.listening.questions import sentiment
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.errors import error_rates
from colonnade.pillars.listening.questions.opinion import crowding, read_opinions
from colonnade.pillars.listening.questions.quantification import estimate_shares
from colonnade.pillars.listening.questions.sentiment import EPOCH
from colonnade.pillars.listening.questions.steps import first_days, period_of, periods_between, step_for
from colonnade.pillars.listening.questions.tests.factories import ACME, corpus, fill, post
from colonnade.pillars.listening.understanding import TIERS, card
from colonnade.pillars.listening.understanding.cells import CELLS, cell_of
from colonnade.warehouse.store import Facts

LABELS = ["negative"] * 30 + ["neutral"] * 20 + ["positive"] * 10 + ["unsure"] * 12


@pytest.fixture
def talk(facts: Facts) -> Facts:
    """72 posts over three days, and 8 in a language without error rates."""
    posts = [post(number, sentiment=label) for number, label in enumerate(LABELS)]
    foreign = [post(500 + number, language="nl", sentiment="unsure") for number in range(8)]
    return fill(facts, posts + foreign)


def test_the_engine_sorts_chances_into_the_same_cells(facts: Facts) -> None:
    random = np.random.default_rng(3)
    drawn = random.dirichlet(np.ones(3), size=60).astype(np.float32)
    drawn[:3] = np.array([[0, 0, 1], [1, 0, 0], [0.125, 0.875, 0]])
    readers = [card(tier).identity for tier in TIERS]
    posts = [
        post(number, understood_by=readers[number % 2])
        | {"p_negative": float(chances[0]), "p_positive": float(chances[2])}
        for number, chances in enumerate(drawn)
    ]
    opinions = read_opinions(corpus(facts), fill(facts, posts).mentions, error_rates())
    cells = cell_of(drawn[:, 0], drawn[:, 2])
    expected = [np.bincount(cells[start::2], minlength=CELLS) for start in range(2)]
    assert opinions.cells[0].tolist() == np.concatenate(expected).tolist()


def test_posts_by_few_people_are_crowded(facts: Facts) -> None:
    alone = [post(number, sentiment=LABELS[number]) for number in range(60)]
    busy = [post(100 + number, sentiment="negative", by="loud") for number in range(60)]
    found = corpus(fill(facts, alone + busy))
    posts = found.about_us
    assert crowding(found, posts)[()] > 10
    assert crowding(found, posts.filter(posts.author_handle != "loud"))[()] == pytest.approx(1, abs=0.05)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 1, 1)), min_size=1, max_size=40))
def test_the_engine_tells_the_first_day_of_a_period_as_the_calendar_does(days: list[date]) -> None:
    table = ibis.memtable(pa.table({"day": [(day - EPOCH).days for day in days]}))
    for step in ("day", "week", "month"):
        told = first_days(table.day, step).to_pyarrow().to_pylist()
        assert told == [(period_of(day, step) - EPOCH).days for day in days]


def test_shares_are_estimated_from_the_labels_and_the_error_rates(talk: Facts) -> None:
    asked = corpus(talk)
    answer = sentiment.answer(asked)
    assert answer.n == 72
    assert answer.facts["labels"] == {"negative": 30, "neutral": 20, "positive": 10, "unsure": 12}
    opinions = read_opinions(asked, asked.about_us, error_rates())
    (expected,) = estimate_shares(
        opinions.cells, error_rates(), effects=[crowding(asked, asked.about_us)[()]]
    )
    assert answer.facts["shares"] == expected.as_json()
    assert answer.facts["not_judged"] == 8
    assert any("8 posts are left out" in caveat for caveat in answer.caveats)


def test_labels_are_shown_beside_the_corrected_shares(talk: Facts) -> None:
    table = sentiment.answer(corpus(talk)).tables[0]
    assert [row.cells[:3] for row in table.rows] == [
        ("negative", 30, "42%"),
        ("neutral", 20, "28%"),
        ("positive", 10, "14%"),
        ("unsure", 12, "17%"),
    ]
    assert table.rows[3].link == "/posts/?sentiment=unsure"


def test_a_day_with_too_few_posts_draws_no_point(facts: Facts) -> None:
    first = [post(number, sentiment="negative", published_at=post(1)["published_at"]) for number in range(40)]
    few = [post(100 + number, published_at=post(30)["published_at"]) for number in range(29)]
    third = [
        post(200 + number, sentiment="positive", published_at=post(50)["published_at"])
        for number in range(40)
    ]
    answer = sentiment.answer(corpus(fill(facts, first + few + third)))
    chart = next(chart for chart in answer.charts if chart.key == "sentiment-time")
    assert chart.categories == ("2026-03-02", "2026-03-03", "2026-03-04")
    negative = chart.series[0].values
    assert negative[1] is None
    assert negative[0] is not None
    assert negative[2] is not None
    assert negative[0] > negative[2]
    assert chart.links[1] == "/posts/?since=2026-03-03&until=2026-03-03"


def test_aspects_are_topics_and_saved_queries_with_their_own_shares(facts: Facts) -> None:
    noise = [post(number, "acme gearbox noise", sentiment="negative") for number in range(80)]
    prompt = [post(100 + number, "acme delivery prompt", sentiment="positive") for number in range(80)]
    crew = Brand(id=3, name="Crew", kind="topic", terms=("crew",))
    plain = [post(200 + number, "acme", brands=[ACME, crew], sentiment="neutral") for number in range(40)]
    asked = corpus(fill(facts, noise + prompt + plain), (ACME, crew))
    answer = sentiment.answer(asked)
    (table,) = [table for table in answer.tables if table.key == "aspects"]
    found = {row.cells[0]: row for row in table.rows}
    assert set(found) == {"gearbox · noise", "delivery · prompt", "Crew"}
    assert found["gearbox · noise"].cells[1] == 80
    assert found["gearbox · noise"].cells[4] == "more negative"
    assert found["delivery · prompt"].cells[4] == "less negative"
    assert found["gearbox · noise"].link == "/posts/?term=gearbox%2Cnoise"
    assert found["Crew"].link == "/posts/?topic=Crew"


def test_a_filter_by_sentiment_does_not_beg_the_question(talk: Facts) -> None:
    answer = sentiment.answer(corpus(talk, sentiment="negative"))
    assert answer.n == 72
    assert any("filter by sentiment is left aside" in caveat for caveat in answer.caveats)


def test_labels_of_another_classifier_are_not_judged(facts: Facts) -> None:
    fill(facts, [post(number, sentiment="negative", understood_by="another 3") for number in range(40)])
    answer = sentiment.answer(corpus(facts))
    assert not answer.enough
    assert "only 0 are in a language" in answer.sentence


def test_too_few_posts_are_no_answer(facts: Facts) -> None:
    answer = sentiment.answer(corpus(fill(facts, [post(1)])))
    assert answer.sentence == "Insufficient evidence: 1 post about Acme under these filters."


@pytest.mark.parametrize("step", ["day", "week", "month"])
def test_periods_cover_every_day_once(step: str) -> None:
    first = date(2025, 11, 5)
    last = first + timedelta(days=120)
    periods = periods_between(first, last, step)
    ends = [*periods[1:], date.max]
    for number in range(121):
        day = first + timedelta(days=number)
        assert sum(start <= day < end for start, end in zip(periods, ends, strict=True)) == 1


def test_longer_times_are_drawn_in_longer_steps() -> None:
    assert [step_for(days) for days in (1, 45, 46, 731, 732)] == ["day", "day", "week", "week", "month"]
