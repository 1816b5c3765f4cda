"""What gets in the way is found, with its reason, whatever the order; what does not is left alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.campaigns.clash_queries import clashes_in
from colonnade.campaigns.clashes import (
    SAME_TEXT_DAYS,
    SAME_TOPIC_DAYS,
    ClashKind,
    Situation,
    find_clashes,
)
from colonnade.campaigns.entries import Entry, Filters, Span
from colonnade.campaigns.likeness import ALIKE, alike, likeness, pieces
from colonnade.campaigns.models import Channel
from colonnade.campaigns.operations import add_blackout
from colonnade.campaigns.tests.factories import MORNING, make_activity, make_campaign
from colonnade.organization.tests.factories import NOW, make_organization

TEXT = "A seal that has gone hard leaks first when the oil is cold. Here is how to see it in ten minutes."
NEAR = "A seal that went hard leaks first when the oil is cold. Here is how to see it in ten minutes!"
OTHER = "Our field engineers answer questions about track tension every Thursday in the owners' forum."


def entry(number: int = 1, **said: object) -> Entry:
    begin = {"source": "x", "id": str(number), "title": f"Entry {number}", "kind": "social", "channel": "a"}
    begin |= {"starts_at": MORNING, "ends_at": MORNING + timedelta(hours=1)}  # type: ignore[dict-item]  # moments
    return Entry(**{**begin, **said})  # type: ignore[arg-type]  # said by the test


def kinds(*entries: Entry) -> list[ClashKind]:
    situation = Situation(entries=entries, zone=ZoneInfo("UTC"), currency="USD")
    return [clash.kind for clash in find_clashes(situation)]


def test_two_campaigns_speak_to_one_audience_on_one_day() -> None:
    one, other = (
        entry(1, audience="Fleet managers", campaign=1),
        entry(2, audience="fleet  managers", campaign=2),
    )
    assert kinds(one, other) == [ClashKind.AUDIENCE]
    assert kinds(one, replace(other, starts_at=MORNING + timedelta(days=1))) == []
    assert kinds(one, replace(other, audience="Owners")) == []
    assert kinds(one, replace(other, off=True)) == []


def test_one_campaign_on_two_channels_is_coordination() -> None:
    one, other = entry(1, audience="Owners", campaign=1), entry(2, audience="Owners", campaign=1, channel="b")
    assert kinds(one, other) == []
    assert kinds(one, replace(other, channel="A")) == [ClashKind.AUDIENCE]


def test_the_day_is_that_of_the_organisation() -> None:
    late = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)
    one = entry(1, audience="Owners", campaign=1, starts_at=late, ends_at=late)
    other = entry(2, audience="Owners", campaign=2, starts_at=late + timedelta(hours=9))
    assert kinds(one, other) == []
    there = Situation(entries=[one, other], zone=ZoneInfo("Asia/Tokyo"), currency="USD")
    assert [clash.kind for clash in find_clashes(there)] == [ClashKind.AUDIENCE]


@pytest.mark.parametrize(
    ("days", "clash"), [(0, True), (SAME_TOPIC_DAYS - 1, True), (SAME_TOPIC_DAYS, False)]
)
def test_topics_of_two_campaigns_need_a_week_between_them(days: int, clash: bool) -> None:
    one, other = entry(1, topic="Seals", campaign=1), entry(2, topic="seals", campaign=2, channel="b")
    later = MORNING + timedelta(days=days)
    found = kinds(one, replace(other, starts_at=later, ends_at=later))
    assert (ClashKind.TOPIC in found) == clash
    assert ClashKind.TOPIC not in kinds(one, replace(other, campaign=1))


def test_nearly_the_same_text_on_one_channel() -> None:
    one, other = entry(1, text=TEXT), entry(2, text=NEAR, starts_at=MORNING + timedelta(days=9))
    assert kinds(one, other) == [ClashKind.TEXT]
    assert kinds(one, replace(other, channel="b")) == []
    assert kinds(one, replace(other, text=OTHER)) == []
    assert kinds(one, replace(other, starts_at=MORNING + timedelta(days=SAME_TEXT_DAYS + 1))) == []


ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(1, 10**6),
        audience=st.sampled_from(["", "Owners", "Fleet"]),
        topic=st.sampled_from(["", "Seals", "Hoses"]),
        text=st.sampled_from(["", TEXT, NEAR, OTHER]),
        campaign=st.integers(0, 2),
        channel=st.sampled_from(["a", "b"]),
        off=st.booleans(),
        starts_at=st.integers(0, 40).map(lambda day: MORNING + timedelta(days=day)),
    ),
    unique_by=lambda one: one.id,
    max_size=8,
)


@given(ENTRIES, st.randoms())
def test_the_order_does_not_matter(entries: list[Entry], chance: "st.random.Random") -> None:  # type: ignore[name-defined]  # hypothesis names it only at run time
    situation = Situation(entries=entries, zone=ZoneInfo("UTC"), currency="USD")
    mixed = list(entries)
    chance.shuffle(mixed)
    assert find_clashes(situation) == find_clashes(replace(situation, entries=mixed))


@given(ENTRIES)
def test_what_does_not_go_out_clashes_with_nothing_and_one_more_frees_nobody(entries: list[Entry]) -> None:
    def concerned(some: list[Entry]) -> set[tuple[str, str]]:
        found = find_clashes(Situation(entries=some, zone=ZoneInfo("UTC"), currency="USD"))
        return {(clash.kind.value, key) for clash in found for key in clash.entries}

    whole = concerned(entries)
    assert not {one.key for one in entries if one.off} & {key for _kind, key in whole}
    if entries:
        assert concerned(entries[1:]) <= whole


@given(
    st.dictionaries(st.integers(0, 99).map(str), st.text("abc ", max_size=60), max_size=12),
    st.floats(0.05, 1),
)
def test_the_join_finds_what_comparing_each_with_each_finds(texts: dict[str, str], least: float) -> None:
    names = sorted(texts)
    expected = [
        (one, other, found)
        for at, one in enumerate(names)
        for other in names[at + 1 :]
        if (found := likeness(pieces(texts[one]), pieces(texts[other]))) >= least
    ]
    assert alike(texts, least=least) == expected


def test_likeness_tells_a_changed_text_from_another() -> None:
    assert likeness(pieces(TEXT), pieces(NEAR)) > ALIKE > 3 * likeness(pieces(TEXT), pieces(OTHER))
    assert likeness(pieces(TEXT), pieces(f"{TEXT} https://example.com/?utm_source=x")) == 1
    assert pieces("Too short") == frozenset()


@pytest.mark.django_db
def test_a_calendar_is_looked_at_as_a_whole() -> None:
    hydra = make_organization()
    span = Span(start=NOW, end=NOW + timedelta(days=28))
    winter, parts = make_campaign(hydra, budget=Decimal(100), hours=Decimal(1)), make_campaign(hydra, "Parts")
    reel = make_activity(hydra, campaign=winter, audience="Owners", cost=Decimal(150), hours=Decimal(2))
    mail = make_activity(hydra, "Mail", campaign=parts, audience="Owners", kind=Channel.EMAIL)
    late = make_activity(hydra, "Late", campaign=parts, starts_at=MORNING + timedelta(days=40))
    day = timedelta(days=1)
    add_blackout(
        organization=hydra,
        unit=None,
        reason="Quiet days",
        starts_at=MORNING - day,
        ends_at=MORNING + day,
        zone="UTC",
        all_day=False,
        actor=None,
        now=NOW,
    )

    def found(**narrowed: object) -> set[ClashKind]:
        filters = Filters(**narrowed)  # type: ignore[arg-type]  # said by the test
        return {clash.kind for clash in clashes_in(organization=hydra, span=span, filters=filters)}

    whole = {ClashKind.MONEY, ClashKind.HOURS}
    assert found() == {ClashKind.AUDIENCE, ClashKind.BLACKOUT, *whole}
    assert found(kind="email") == {ClashKind.AUDIENCE, ClashKind.BLACKOUT}
    assert found(campaign=parts.pk) == {ClashKind.AUDIENCE, ClashKind.BLACKOUT}
    later = Span(start=late.starts_at - day, end=late.starts_at + day)
    outside = clashes_in(organization=hydra, span=later)
    assert [(clash.kind, clash.entries) for clash in outside] == [
        (ClashKind.OUTSIDE, (f"activity:{late.pk}",))
    ]
    assert "“Late”" in outside[0].reason
    assert reel.pk != mail.pk
