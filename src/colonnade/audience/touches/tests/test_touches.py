"""Touches happen once, are counted by day, and tell a person's path until the person is forgotten."""

from datetime import date, timedelta

import pytest

from colonnade.audience.touches.identity import person_key
from colonnade.audience.touches.kinds import Kind
from colonnade.audience.touches.models import DayCount, KnownVisitor, Source, Touch
from colonnade.audience.touches.operations import forget_people, link_visitor, rebuild_days, record_touches
from colonnade.audience.touches.origins import Origin
from colonnade.audience.touches.queries import timeline
from colonnade.audience.touches.tests.factories import NOON, a_touch
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization, make_user


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def days(organization: Organization) -> dict[tuple[date, str], int]:
    rows = DayCount.objects.filter(organization=organization)
    return {(row.day, row.kind): row.touches for row in rows}


def test_a_touch_happens_once_however_often_it_is_handed_in(hydra: Organization) -> None:
    batch = [a_touch("a"), a_touch("b", kind=Kind.VIEW), a_touch("a", kind=Kind.FORM)]
    assert record_touches(organization=hydra, touches=batch) == 2
    assert record_touches(organization=hydra, touches=[*batch, a_touch("c")]) == 1
    assert days(hydra) == {(NOON.date(), "click"): 2, (NOON.date(), "view"): 1}
    assert Source.objects.count() == 1


def test_the_same_key_elsewhere_is_another_touch(hydra: Organization) -> None:
    other = make_organization("Other", founder=make_user("o@other.example"))
    assert record_touches(organization=hydra, touches=[a_touch("a")]) == 1
    assert record_touches(organization=other, touches=[a_touch("a")]) == 1
    assert timeline(organization=other, person="", visitor="").count() == 0


def test_days_are_those_of_the_organisation_and_can_be_counted_anew(hydra: Organization) -> None:
    late = NOON.replace(hour=23)
    record_touches(organization=hydra, touches=[a_touch("a", at=late), a_touch("b", at=late)])
    hydra.time_zone = "Europe/Berlin"
    hydra.save()
    assert rebuild_days(organization=hydra) == 1
    assert days(hydra) == {(date(2026, 3, 3), "click"): 2}


def test_what_is_too_long_for_its_column_is_cut(hydra: Organization) -> None:
    long = Origin(campaign="c" * 500, link="l" * 500)
    record_touches(organization=hydra, touches=[a_touch("a", origin=long)])
    record_touches(organization=hydra, touches=[a_touch("b", origin=long)])
    assert Source.objects.get().campaign == "c" * 150


def test_a_path_joins_what_a_browser_did_before_it_was_known(hydra: Organization) -> None:
    ann = person_key(hydra, "mail", "Ann@Quarry.example ")
    assert ann == person_key(hydra, "mail", "ann@quarry.example")
    other = make_organization("Other", founder=make_user("o@other.example"))
    assert ann != person_key(other, "mail", "ann@quarry.example")
    record_touches(
        organization=hydra,
        touches=[
            a_touch("form", at=NOON + timedelta(hours=2), kind=Kind.FORM, visitor="v1", person=ann),
            a_touch("click", visitor="v1"),
            a_touch("call", at=NOON + timedelta(days=1), kind=Kind.CALL, person=ann),
            a_touch("stranger", visitor="v2"),
        ],
    )
    link_visitor(organization=hydra, visitor="v1", person=ann, now=NOON)
    link_visitor(organization=hydra, visitor="v1", person=ann, now=NOON)
    assert [touch.key for touch in timeline(organization=hydra, person=ann)] == ["click", "form", "call"]
    assert [touch.key for touch in timeline(organization=hydra, visitor="v2")] == ["stranger"]


def test_who_is_forgotten_stays_as_counts_of_nobody(hydra: Organization) -> None:
    ann = person_key(hydra, "phone", "+49 (0)89 123")
    record_touches(
        organization=hydra,
        touches=[
            a_touch("a", person=ann, detail="/prices"),
            a_touch("b", visitor="v1", caller="abc"),
            a_touch("c", visitor="v2", detail="/stays"),
        ],
    )
    link_visitor(organization=hydra, visitor="v1", person=ann, now=NOON)
    assert forget_people(organization=hydra, persons=[ann]) == 2
    assert not timeline(organization=hydra, person=ann, visitor="v1")
    assert set(Touch.objects.values_list("visitor", "person", "caller", "detail")) == {
        (None, None, "", ""),
        ("v2", None, "", "/stays"),
    }
    assert not KnownVisitor.objects.exists()
    assert days(hydra) == {(NOON.date(), "click"): 3}


@pytest.mark.parametrize("value", ["", "  ", "+"])
def test_nobody_has_no_key(hydra: Organization, value: str) -> None:
    with pytest.raises(ValueError, match="no phone"):
        person_key(hydra, "phone", value)
