from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from colonnade.pillars.listening.questions.columns import hour_of, weekday_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import EVERYTHING, SENTIMENTS, WrongFilter
from colonnade.pillars.listening.questions.tests.factories import ACME, BOLT, BRANDS, corpus, fill, post
from colonnade.pillars.listening.questions.zones import offset_changes
from colonnade.warehouse.store import Facts, Store

NEW_YORK = ZoneInfo("America/New_York")


def ids(asked: Corpus) -> set[str]:
    return {str(row["mention_id"]) for row in asked.rows(asked.about_us.select("mention_id"))}


def test_about_us_is_what_matches_our_brands_but_not_what_we_wrote(facts: Facts) -> None:
    fill(
        facts,
        [
            post(1),
            post(2, brands=[BOLT]),
            post(3, brands=[ACME, BOLT]),
            post(4, by="Acme"),
            post(5, brands=[]),
            post(6, author_handle=None),
        ],
    )
    assert ids(corpus(facts)) == {"m1", "m3", "m6"}
    assert ids(corpus(facts, brand="bolt")) == {"m2", "m3"}
    assert ids(corpus(facts, brand=EVERYTHING)) == {"m1", "m2", "m3", "m5", "m6"}
    assert ids(corpus(facts, brands=())) == {"m1", "m2", "m3", "m4", "m5", "m6"}
    assert ids(corpus(facts, author="x:Acme")) == {"m4"}


def test_without_a_brand_every_post_counts_and_it_is_said(facts: Facts) -> None:
    assert corpus(facts, brands=()).says_all
    assert corpus(facts, brands=[BOLT]).says_all
    assert not corpus(facts).says_all


def test_an_unknown_brand_is_refused_with_those_there_are(facts: Facts) -> None:
    with pytest.raises(WrongFilter, match="no brand “Cogs”; there are: Acme, Bolt"):
        corpus(facts, brand="Cogs")


def test_days_are_those_of_the_organisation(facts: Facts) -> None:
    # 04:30 UTC on 3 March is 23:30 on 2 March in New York.
    fill(facts, [post(1, published_at=datetime(2026, 3, 3, 4, 30))])  # noqa: DTZ001
    day = date(2026, 3, 2)
    assert ids(corpus(facts, zone=NEW_YORK, since=day, until=day)) == {"m1"}
    assert ids(corpus(facts, since=day, until=day)) == set()
    assert ids(corpus(facts, zone=NEW_YORK, hour=23, weekday=0)) == {"m1"}
    assert ids(corpus(facts, hour=4, weekday=1)) == {"m1"}


def test_wall_clocks_follow_summer_time(facts: Facts) -> None:
    # New York puts its clocks forward on 8 March 2026 at 07:00 UTC.
    moments = [datetime(2026, 3, 8, 6, 59), datetime(2026, 3, 8, 7, 0), datetime(2026, 11, 1, 6, 0)]  # noqa: DTZ001
    fill(facts, [post(number, published_at=moment) for number, moment in enumerate(moments)])
    asked = corpus(facts, zone=NEW_YORK)
    local = asked.local_seconds(asked.about_us)
    found = asked.rows(asked.about_us.select("published_at", hour=hour_of(local), weekday=weekday_of(local)))
    expected = {moment: moment.replace(tzinfo=UTC).astimezone(NEW_YORK) for moment in moments}
    for row in found:
        wall = expected[row["published_at"]]  # type: ignore[index]  # rows are typed as objects
        assert (row["hour"], row["weekday"]) == (wall.hour, wall.weekday())


@pytest.mark.parametrize(
    "name", ["UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]
)
def test_offsets_are_those_of_the_zone_at_every_hour(name: str) -> None:
    zone = ZoneInfo(name)
    first, last = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    changes = offset_changes(zone, first, last)
    for hour in range(0, 731 * 24, 5):
        moment = first + timedelta(hours=hour)
        stated = [offset for start, offset in changes if start <= moment.timestamp()][-1]
        assert timedelta(seconds=stated) == moment.astimezone(zone).utcoffset()


def test_terms_are_words_hashtags_or_handles_and_any_of_several(facts: Facts) -> None:
    fill(facts, [post(1, "late #late"), post(2, "#late"), post(3, "@late"), post(4, "bag")])
    assert ids(corpus(facts, term="late")) == {"m1"}
    assert ids(corpus(facts, term="#Late")) == {"m1", "m2"}
    assert ids(corpus(facts, term="@late,bag")) == {"m3", "m4"}
    assert ids(corpus(facts, term="#")) == set()


def test_text_place_language_and_questions(facts: Facts) -> None:
    fill(
        facts,
        [
            post(1, text="Where is my BAG?", place="Ghent"),
            post(2, text="see https://x.test/?a=1 for it", language="nl"),
            post(3, text="bag 100% lost, 'quoted' _x"),
            post(4, text="荷物はどこ\uff1f"),
        ],
    )
    assert ids(corpus(facts, text="bag")) == {"m1", "m3"}
    assert ids(corpus(facts, text="100% LOST, 'q")) == {"m3"}
    assert ids(corpus(facts, text="b_g")) == set()
    assert ids(corpus(facts, place="Ghent")) == {"m1"}
    assert ids(corpus(facts, language="nl")) == {"m2"}
    assert ids(corpus(facts, asks=True)) == {"m1", "m4"}


def test_posts_are_cut_by_intent_and_old_ones_have_none(facts: Facts) -> None:
    posts = [post(1, intents="question purchase"), post(2, intents=""), post(3, intents=None)]
    fill(facts, posts)
    assert ids(corpus(facts, intent="purchase")) == {"m1"}
    assert ids(corpus(facts, intent="spam")) == set()
    assert ids(corpus(facts)) == {"m1", "m2", "m3"}


def test_sentiments_partition_the_posts(facts: Facts) -> None:
    fill(facts, [post(number, sentiment=SENTIMENTS[number % 4]) for number in range(40)])
    parts = [ids(corpus(facts, sentiment=label)) for label in SENTIMENTS]
    assert set.union(*parts) == ids(corpus(facts))
    assert sum(map(len, parts)) == 40


def test_periods_partition_the_posts(facts: Facts) -> None:
    fill(facts, [post(number) for number in range(72)])
    days = [date(2026, 3, 2) + timedelta(days=step) for step in range(3)]
    parts = [ids(corpus(facts, since=day, until=day)) for day in days]
    assert [len(part) for part in parts] == [24, 24, 24]
    assert set.union(*parts) == ids(corpus(facts))


def test_links_lead_to_the_same_cut(facts: Facts) -> None:
    asked = corpus(facts, channel="x")
    assert asked.link() == "/posts/?channel=x"
    assert asked.link(term="a b", hour=3) == "/posts/?channel=x&term=a+b&hour=3"


def test_another_organisation_sees_nothing(store: Store) -> None:
    fill(store.facts(1), [post(1)])
    assert ids(corpus(store.facts(2))) == set()
    assert corpus(store.facts(2)).extent.posts == 0


def test_brand_words_cover_names_handles_and_phrases() -> None:
    brand = BRANDS[0].__class__(id=9, name="Big Blue", kind="own", terms=("@BigBlueCo", '"big blue machine"'))
    assert {"big", "blue", "bigblue", "bigblueco", "machine"} <= brand.words()
    assert brand.handles() == {"bigblueco"}
