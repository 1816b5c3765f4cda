"""The filter bar: a period is one choice, and becomes days."""

from datetime import date

import pytest

from colonnade.pillars.listening.questions.filters import Filters, read_filters
from colonnade.pillars.listening.questions.forms import PERIODS, chips, chosen_period, dated

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize("days", PERIODS)
def test_a_choice_of_the_period_comes_back_as_the_same_choice(days: int) -> None:
    filters = read_filters(dated({"period": str(days), "channel": "x"}, TODAY))
    assert (filters.days(), filters.until, filters.channel) == (days, TODAY, "x")
    assert chosen_period(filters, TODAY) == str(days)


def test_days_written_beside_another_choice_do_not_count() -> None:
    given = {"since": "2026-01-01", "until": "2026-01-31"}
    assert read_filters(dated({**given, "period": ""}, TODAY)) == Filters()
    assert read_filters(dated({**given, "period": "7"}, TODAY)).since == date(2026, 3, 25)
    assert read_filters(dated({**given, "period": "nonsense"}, TODAY)) == Filters()


def test_days_count_where_the_form_says_so_and_in_a_link() -> None:
    given = {"since": "2026-01-01", "until": "2026-01-31"}
    january = Filters(since=date(2026, 1, 1), until=date(2026, 1, 31))
    assert read_filters(dated({**given, "period": "dates"}, TODAY)) == january
    assert read_filters(dated(given, TODAY)) == january
    assert chosen_period(january, TODAY) == "dates"


def test_a_filter_out_of_view_is_shown_and_taken_off_alone() -> None:
    filters = Filters(channel="x", author="x:ann", text="seat")
    shown = {chip.name: chip for chip in chips(filters)}
    assert set(shown) == {"channel", "author"}
    assert shown["channel"].without == Filters(author="x:ann", text="seat").query()
    assert (shown["channel"].by_link, shown["author"].by_link) == (False, True)
