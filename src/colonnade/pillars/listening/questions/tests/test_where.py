from datetime import datetime
from zoneinfo import ZoneInfo

from colonnade.pillars.listening.questions import where
from colonnade.pillars.listening.questions.statistics import wilson
from colonnade.pillars.listening.questions.tests.factories import BOLT, corpus, fill, post
from colonnade.warehouse.store import Facts


def test_channels_with_their_shares_and_the_other_talk_there(facts: Facts) -> None:
    forum = [post(number, channel="forum", place="Ghent") for number in range(30)]
    network = [post(100 + number, by=f"few{number % 2}") for number in range(10)]
    rival = [post(200 + number, brands=[BOLT]) for number in range(5)]
    answer = where.answer(corpus(fill(facts, forum + network + rival)))
    channels = answer.facts["channels"]
    assert channels == [
        {
            "channel": "forum",
            "posts": 30,
            "authors": 30,
            "share": wilson(30, 40).as_json(),
            "posts_about_others": 0,
        },
        {
            "channel": "x",
            "posts": 10,
            "authors": 2,
            "share": wilson(10, 40).as_json(),
            "posts_about_others": 5,
        },
    ]
    places = next(table for table in answer.tables if table.key == "places")
    assert [row.cells for row in places.rows] == [("Ghent", 30, "75%")]
    assert places.rows[0].link == "/posts/?place=Ghent"


def test_hours_and_weekdays_are_those_of_the_organisation(facts: Facts) -> None:
    # 40 posts on Monday 2 March at 03:10 UTC: Sunday evening in Los Angeles.
    moment = datetime(2026, 3, 2, 3, 10)  # noqa: DTZ001
    fill(facts, [post(number, published_at=moment) for number in range(40)])
    answer = where.answer(corpus(facts, zone=ZoneInfo("America/Los_Angeles")))
    hours, weekdays = answer.facts["hours"], answer.facts["weekdays"]
    assert hours == [0] * 19 + [40] + [0] * 4
    assert weekdays == [0] * 6 + [40]
    days = next(chart for chart in answer.charts if chart.key == "where-weekdays")
    assert days.answer.startswith("Sunday comes first: 100%")
    assert days.links[6] == "/posts/?weekday=6"
    assert "from x; the busiest four hours are" in answer.sentence


def test_every_post_falls_in_one_hour_and_one_weekday(facts: Facts) -> None:
    fill(facts, [post(number) for number in range(200)])
    answer = where.answer(corpus(facts, zone=ZoneInfo("Asia/Kolkata")))
    for name in ("hours", "weekdays"):
        counts = answer.facts[name]
        assert isinstance(counts, list)
        assert sum(counts) == 200


def test_the_busiest_hours_may_go_round_midnight() -> None:
    hours = tuple(10 if hour in {22, 23, 0, 1} else 1 for hour in range(24))
    rhythm = where.Rhythm(hours, (0,) * 7)
    assert where.busiest(rhythm) == (22, 40)


def test_too_few_posts_are_no_answer(facts: Facts) -> None:
    assert not where.answer(corpus(fill(facts, [post(1)]))).enough


def test_communities_are_parts_of_a_channel_and_lead_to_their_posts(facts: Facts) -> None:
    reddit = [post(n, channel="reddit", community="r/diggers", by=f"p{n % 4}") for n in range(30)]
    fill(facts, [*reddit, *(post(50 + n) for n in range(20))])
    (table,) = (table for table in where.answer(corpus(facts)).tables if table.key == "communities")
    assert [row.cells for row in table.rows] == [("r/diggers", "reddit", 30, 4, "60%")]
    assert corpus(facts, community="r/diggers", channel="reddit").extent.posts == 30
    assert "community=r%2Fdiggers" in table.rows[0].link


def test_without_communities_there_is_no_table_of_them(facts: Facts) -> None:
    fill(facts, [post(n) for n in range(40)])
    assert "communities" not in {table.key for table in where.answer(corpus(facts)).tables}
