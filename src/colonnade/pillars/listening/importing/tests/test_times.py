"""Times in every common spelling."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.pillars.listening.importing.times import NoTime, order_of, read_time

PACIFIC = ZoneInfo("America/Los_Angeles")
MOMENT = datetime(2015, 2, 22, 22, 39, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-22T22:39:18Z",
        "2015-02-22 22:39:18+00:00",
        "2015-02-22 14:39:18 -0800",
        "2015-02-22T14:39:18-08:00",
        "Sun Feb 22 22:39:18 +0000 2015",
        "Sun, 22 Feb 2015 22:39:18 GMT",
        "22 February 2015 22:39:18 UTC",
        "Feb 22, 2015 10:39:18 PM UTC",
        "22.02.2015 22:39:18 UTC",
        "22/02/2015, 22:39:18 UTC",
        "20150222223918",
        "1424644758",
        "1424644758000",
        "1424644758.0",
        "February 22nd, 2015 2:39:18 p.m. PST",
        "2015/02/22 22:39:18 Z",
        "Sunday, 22 February 2015, 22:39:18 UTC",
    ],
)
def test_the_same_moment(text: str) -> None:
    assert read_time(text, zone=UTC, order="day_first") == MOMENT


def test_a_time_without_a_zone_takes_the_given_one() -> None:
    assert read_time("2015-02-22 14:39:18", zone=PACIFIC, order="day_first") == MOMENT
    assert read_time("2015-07-01", zone=PACIFIC, order="day_first") == datetime(2015, 7, 1, 7, tzinfo=UTC)


def test_the_order_of_day_and_month() -> None:
    assert read_time("3/4/2026", zone=UTC, order="day_first") == datetime(2026, 4, 3, tzinfo=UTC)
    assert read_time("3/4/2026", zone=UTC, order="month_first") == datetime(2026, 3, 4, tzinfo=UTC)
    assert read_time("3/4/26 1:05 am", zone=UTC, order="month_first") == datetime(
        2026, 3, 4, 1, 5, tzinfo=UTC
    )


def test_the_order_is_found_in_a_column() -> None:
    assert order_of(["3/4/2026", "13/4/2026"]) == ("day_first", True)
    assert order_of(["3/4/2026", "3/14/2026"]) == ("month_first", True)
    assert order_of(["3/4/2026 1:00 PM"]) == ("month_first", False)
    assert order_of(["3/4/2026"]) == ("day_first", False)
    assert order_of(["2026-03-04"]) == ("day_first", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2 h ago",
        "2015-02-30",
        "31/31/2015",
        "13:99",
        "5",
        "nan",
        "1900-01-01",
        "9" * 40,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2015-13-01",
        "14:00 pm Feb 2 2015",
        "Feb 2015",
    ],
)
def test_what_is_no_time_says_so(text: str) -> None:
    with pytest.raises(NoTime):
        read_time(text, zone=UTC, order="day_first", latest=datetime(2026, 1, 1, tzinfo=UTC))


def test_the_future_is_refused() -> None:
    with pytest.raises(NoTime, match="future"):
        read_time("2030-01-01", zone=UTC, order="day_first", latest=datetime(2026, 1, 1, tzinfo=UTC))


seconds = st.integers(int(datetime(1981, 1, 1, tzinfo=UTC).timestamp()), 4_000_000_000)
moments = seconds.map(lambda second: datetime.fromtimestamp(second, tz=UTC))
offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))


@given(
    moments,
    offsets,
    st.sampled_from(["%Y-%m-%dT%H:%M:%S%z", "%a %b %d %H:%M:%S %z %Y", "%d %B %Y %H:%M:%S %z"]),
)
def test_what_is_written_is_read_back(moment: datetime, offset: timedelta, style: str) -> None:
    there = moment.astimezone(timezone(offset))
    assert read_time(there.strftime(style), zone=PACIFIC, order="day_first") == moment


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_says_not(text: str) -> None:
    try:
        moment = read_time(text, zone=UTC, order="day_first")
    except NoTime:
        return
    assert moment.tzinfo is UTC
