"""Days by the clocks of a zone, over changes to and from summer time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.campaigns.days import at_wall_clock, last_day_of, midnight, moved
from colonnade.campaigns.entries import CannotMove
from colonnade.campaigns.layout import View, days_of, window
from colonnade.campaigns.models import Activity
from colonnade.campaigns.operations import ActivityPlan, move_activity, take_activity_step
from colonnade.campaigns.queries import entry_of
from colonnade.campaigns.states import ActivityState
from colonnade.campaigns.tests.factories import make_activity
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization

BERLIN, NEW_YORK, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
ZONES = st.sampled_from([BERLIN, NEW_YORK, TOKYO, ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")])
MOMENTS = st.integers(1_420_070_400, 2_051_222_400).map(lambda second: datetime.fromtimestamp(second, UTC))


def test_the_time_of_day_stays_when_the_clocks_change() -> None:
    before = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)
    assert before.astimezone(BERLIN).hour == 9
    after = moved(before, days=3, zone=BERLIN)
    assert (after.astimezone(BERLIN).hour, after.hour) == (9, 7)
    assert moved(after, days=-3, zone=BERLIN) == before


def test_an_hour_that_is_left_out_is_read_as_later_and_of_two_the_first_is_meant() -> None:
    assert at_wall_clock(datetime.fromisoformat("2026-03-29T02:30"), BERLIN).astimezone(BERLIN).hour == 3
    assert at_wall_clock(datetime.fromisoformat("2026-10-25T02:30"), BERLIN) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@given(MOMENTS, ZONES, st.integers(-400, 400))
def test_what_is_moved_stands_so_many_days_later(moment: datetime, zone: ZoneInfo, days: int) -> None:
    there = moved(moment, days=days, zone=zone).astimezone(zone)
    wanted = moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    # A day or an hour that the zone leaves out is read as so much later.
    assert timedelta(0) <= there.replace(tzinfo=None, fold=0) - wanted <= timedelta(days=1)


@given(st.dates(date(2012, 1, 1), date(2035, 1, 1)), st.integers(0, 30), ZONES)
def test_whole_days_begin_and_end_where_they_were_said_to(first: date, more: int, zone: ZoneInfo) -> None:
    last = first + timedelta(days=more)
    starts_at, ends_at = ActivityPlan.over_days(first, last, zone.key)
    assert starts_at.astimezone(zone).date() == first
    assert last_day_of(starts_at, ends_at, zone) == last


def test_what_ends_at_midnight_ends_before_it() -> None:
    start = midnight(date(2026, 11, 10), BERLIN)
    assert last_day_of(start, start + timedelta(days=1), BERLIN) == date(2026, 11, 10)
    assert last_day_of(start, start, BERLIN) == date(2026, 11, 10)


@given(st.sampled_from(View), st.dates(date(2000, 4, 1), date(2099, 8, 31)))
def test_a_window_holds_its_day_and_hands_on_to_its_neighbours(view: View, day: date) -> None:
    shown = window(view, day)
    assert shown.first <= shown.day <= shown.last
    assert len(shown.days) in {View.MONTH: {28, 35, 42}, View.WEEK: {7}, View.TIMELINE: {91}}.get(
        view, {28, 29, 30, 31}
    )
    assert window(view, shown.following).first > shown.first
    assert window(view, shown.previous).first < shown.first


@given(st.sampled_from(View), st.dates())
def test_every_day_has_a_window(view: View, day: date) -> None:
    shown = window(view, day)
    assert shown.span(TOKYO).start < shown.span(TOKYO).end


@pytest.mark.django_db
def test_a_day_is_the_viewers_and_whole_days_are_everybodys() -> None:
    hydra = make_organization()
    late = datetime(2026, 11, 10, 22, 0, tzinfo=UTC)
    first, last = ActivityPlan.over_days(date(2026, 11, 12), date(2026, 11, 13), "America/New_York")
    timed = make_activity(hydra, starts_at=late)
    fair = make_activity(hydra, "Fair", starts_at=first, ends_at=last, all_day=True, zone="America/New_York")
    for zone, expected in ((NEW_YORK, 10), (TOKYO, 11)):
        days = days_of(
            window(View.MONTH, date(2026, 11, 1)),
            entries=[entry_of(timed), entry_of(fair)],
            blackouts=[],
            zone=zone,
            today=date(2026, 11, 1),
        )
        standing = {day.date.day: [one.entry.title for one in day.entries] for day in days if day.entries}
        assert standing == {expected: ["Reel"], 12: ["Fair"], 13: ["Fair"]}


@pytest.mark.django_db
def test_an_activity_keeps_its_hour_when_it_is_moved_over_a_change_of_the_clocks() -> None:
    hydra = make_organization()
    member = hydra.memberships.get()
    nine = at_wall_clock(datetime.fromisoformat("2026-10-23T09:00"), BERLIN)
    reel = make_activity(hydra, starts_at=nine, zone="Europe/Berlin")
    move_activity(member=member, entry=str(reel.pk), days=4, now=NOW)
    reel.refresh_from_db()
    assert f"{reel.starts_at.astimezone(BERLIN):%d %H:%M}" == "27 09:00"
    assert reel.ends_at - reel.starts_at == timedelta(minutes=30)
    take_activity_step(activity=reel, wanted=ActivityState.DONE, actor=None, now=NOW)
    with pytest.raises(CannotMove, match="done"):
        move_activity(member=member, entry=str(reel.pk), days=1, now=NOW)
    with pytest.raises(CannotMove, match="role"):
        move_activity(member=make_member(hydra, Role.ANALYST), entry=str(reel.pk), days=1, now=NOW)
    assert Activity.objects.get().starts_at == reel.starts_at
