from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.filters import (
    LONGEST,
    SENTIMENTS,
    Filters,
    WrongFilter,
    read_filters,
)
from colonnade.pillars.listening.questions.tests.factories import ACME, BOLT, corpus, fill, post
from colonnade.pillars.listening.understanding.intents.names import INTENTS
from colonnade.warehouse.store import Facts

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(str.strip)
days = st.dates(date(2006, 1, 1), date(2040, 1, 1))
any_filters = st.builds(
    lambda first, last, **rest: Filters(since=min(first, last), until=max(first, last), **rest),
    days,
    days,
    channel=words,
    language=words,
    sentiment=st.sampled_from(["", *SENTIMENTS]),
    brand=words,
    author=words,
    term=words,
    text=words,
    place=words,
    topic=words,
    unit=words,
    community=words,
    known=words,
    weekday=st.none() | st.integers(0, 6),
    hour=st.none() | st.integers(0, 23),
    asks=st.booleans(),
    intent=st.sampled_from(["", *INTENTS]),
)


@given(any_filters)
def test_an_address_gives_the_same_filters_back(filters: Filters) -> None:
    assert read_filters(dict(parse_qsl(filters.query()))) == filters


@given(st.dictionaries(st.sampled_from([*Filters.__dataclass_fields__, "page"]), st.text(max_size=300)))
def test_whatever_is_typed_is_read_or_refused(given_values: dict[str, str]) -> None:
    try:
        filters = read_filters(given_values)
    except WrongFilter:
        return
    assert read_filters(dict(parse_qsl(filters.query()))) == filters


def test_an_empty_cut_has_an_empty_query() -> None:
    assert Filters().query() == ""
    assert read_filters({"since": "", "channel": " ", "unknown": "x"}) == Filters()


@pytest.mark.parametrize(
    ("given_values", "message"),
    [
        ({"since": "yesterday"}, "“yesterday” is not a day"),
        ({"since": "2026-02-30"}, "is not a day"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "ends .* before it begins"),
        ({"sentiment": "angry"}, "there are: negative, neutral, positive, unsure"),
        ({"hour": "24"}, "from 0 to 23"),
        ({"weekday": "-1"}, "from 0 to 6"),
        ({"hour": "٣"}, "from 0 to 23"),
    ],
)
def test_a_wrong_filter_says_what_is_wrong(given_values: dict[str, str], message: str) -> None:
    with pytest.raises(WrongFilter, match=message):
        read_filters(given_values)


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    before = Filters(since=date(2026, 3, 8), until=date(2026, 3, 14), channel="x").period_before()
    assert before == Filters(since=date(2026, 3, 1), until=date(2026, 3, 7), channel="x")
    assert Filters(since=date(2026, 3, 8)).period_before() is None


def test_what_cannot_be_stored_is_taken_out() -> None:
    assert read_filters({"text": "a\x00b\ud800c"}).text == "abc"
    assert len(read_filters({"text": "x" * 1000}).text) == LONGEST


def test_topics_and_units_narrow_what_is_asked_about(facts: Facts) -> None:
    noise = Brand(id=3, name="Noise", kind="topic", terms=("noise",), unit="parts")
    posts = [post(1), post(2, brands=[ACME, noise]), post(3, brands=[noise]), post(4, brands=[BOLT])]
    fill(facts, posts)
    brands = (ACME, BOLT, noise)
    assert corpus(facts, brands, topic="noise").extent.posts == 1
    assert corpus(facts, brands, unit="parts").extent.posts == 1
    assert corpus(facts, brands, unit="parts", brand="*").extent.posts == 2
    with pytest.raises(WrongFilter, match="There is no topic “Price”; there are: Noise"):
        corpus(facts, brands, topic="Price")
    with pytest.raises(WrongFilter, match="No query belongs to the business unit “dealers”"):
        corpus(facts, brands, unit="dealers")
